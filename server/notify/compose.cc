#include "messages/messages.h"
#include "notify/notifier.h"

namespace arshjul::notify {
namespace {

// Names and titles are written by people: a line break in one must not begin a line of ours.
std::string OneLine(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return text;
}

}  // namespace

Letter Compose(const Notice& notice) {
  messages::Arguments args;
  for (const auto& [name, value] : notice.args) {
    const std::optional<Date> date = ParseDate(value);
    args[name] = date ? messages::RenderDate(notice.language, *date) : OneLine(value);
  }
  args.emplace("name", OneLine(notice.person_name));
  args.emplace("municipality", OneLine(notice.municipality_name));
  auto render = [&](const std::string& key, const messages::Arguments& with) {
    return messages::RenderWords(notice.language, "notify." + key, with);
  };

  Letter letter;
  letter.subject = OneLine(render(notice.message + ".subject", args));
  letter.body = render("greeting", args) + "\n\n" + render(notice.message + ".body", args) + "\n";
  if (!notice.items.empty()) letter.body += "\n";
  for (const Item& item : notice.items) {
    messages::Arguments about = {{"title", OneLine(item.title)}, {"unit", OneLine(item.unit)}};
    if (item.due) about["due"] = messages::RenderDate(notice.language, *item.due);
    letter.body += render("item", about) + "\n";
  }
  letter.body += "\n" + render("footer", args) + "\n";
  return letter;
}

}  // namespace arshjul::notify
