#include "notify/demo_addresses.h"

#include <utility>

#include "base/words.h"

namespace arshjul::notify {
namespace {

class DemoAddresses : public Notifier {
 public:
  explicit DemoAddresses(std::unique_ptr<Notifier> notifier) : notifier_(std::move(notifier)) {}

  const char* Name() const override { return notifier_->Name(); }

  absl::Status Deliver(const Notice& notice) override {
    if (!notice.address.empty()) return notifier_->Deliver(notice);
    Notice addressed = notice;
    addressed.address = AddressOf(notice);
    return notifier_->Deliver(addressed);
  }

 private:
  static std::string AddressOf(const Notice& notice) {
    const std::string domain = "@" + Slug(notice.municipality) + ".example";
    std::string address = notice.person + domain;
    // Ids may hold letters and signs that addresses may not.
    return IsMailAddress(address) ? address : Slug(notice.person) + domain;
  }

  const std::unique_ptr<Notifier> notifier_;
};

}  // namespace

std::unique_ptr<Notifier> MakeDemoAddresses(std::unique_ptr<Notifier> notifier) {
  return std::make_unique<DemoAddresses>(std::move(notifier));
}

}  // namespace arshjul::notify
