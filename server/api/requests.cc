#include "api/requests.h"

#include "api/names.h"
#include "base/words.h"

namespace arshjul::api {

std::optional<Date> ReadDate(const std::string& text, const std::string& field, std::vector<FieldViolation>& violations) {
  if (text.empty()) return std::nullopt;
  std::optional<Date> date = ParseDate(text);
  if (!date) violations.push_back({field, "not_a_date", {{"value", text}}});
  return date;
}

std::optional<Refusal> Invalid(std::vector<FieldViolation> violations) {
  if (violations.empty()) return std::nullopt;
  return Refusal{Reason::kInvalidInput, {}, std::move(violations)};
}

std::optional<Refusal> ReadPerson(const organisation::Organisation& organisation, const std::string& text,
                                  const std::string& display_name, const std::string& email, cycle::PersonGiven& person) {
  if (Trimmed(text).empty()) return Invalid({{"person", "required", {{"label", "person"}}}});
  if (!email.empty() && !IsMailAddress(email)) return Invalid({{"email", "bad_mail_address", {{"text", email}}}});
  std::optional<Refusal> refusal = FindPerson(organisation, text, person.id);
  person.email = email;
  if (!refusal) {
    person.name = display_name;
    return std::nullopt;
  }
  if (refusal->reason != Reason::kPersonNotFound || Trimmed(display_name).empty()) return refusal;
  person.id = std::string(Trimmed(text));
  person.name = std::string(Trimmed(display_name));
  return std::nullopt;
}

}  // namespace arshjul::api
