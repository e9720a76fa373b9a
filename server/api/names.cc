#include "api/names.h"

#include <charconv>
#include <vector>

#include "base/words.h"

namespace arshjul::api {
namespace {

constexpr std::string_view kMunicipalities = "municipalities/";
constexpr size_t kMostCandidates = 5;

bool Plain(std::string_view part) { return !part.empty() && part.find('/') == std::string_view::npos; }

// "Lund skole (lund-skole), …" for a person to choose from.
template <class Row>
std::string Listed(const std::vector<const Row*>& rows) {
  std::string out;
  for (size_t i = 0; i < rows.size() && i < kMostCandidates; ++i) out += (i == 0 ? "" : ", ") + rows[i]->name + " (" + rows[i]->id + ")";
  return rows.size() > kMostCandidates ? out + " …" : out;
}

}  // namespace

std::optional<ResourceName> ParseName(std::string_view name) {
  if (!name.starts_with(kMunicipalities)) return std::nullopt;
  name.remove_prefix(kMunicipalities.size());
  size_t slash = name.find('/');
  ResourceName out;
  out.municipality = name.substr(0, slash);
  if (out.municipality.empty()) return std::nullopt;
  if (slash == std::string_view::npos) return out;
  name.remove_prefix(slash + 1);
  slash = name.find('/');
  out.collection = name.substr(0, slash);
  if (out.collection.empty()) return std::nullopt;
  if (slash == std::string_view::npos) return out;
  out.id = name.substr(slash + 1);
  if (!Plain(out.id)) return std::nullopt;
  return out;
}

std::optional<std::string> IdIn(std::string_view name, std::string_view collection) {
  std::optional<ResourceName> parsed = ParseName(name);
  if (!parsed || parsed->collection != collection || parsed->id.empty()) return std::nullopt;
  return std::move(parsed->id);
}

std::optional<int64_t> NumberIn(std::string_view name, std::string_view collection) {
  std::optional<std::string> id = IdIn(name, collection);
  if (!id || id->size() > 10 || id->front() == '0') return std::nullopt;
  int64_t number = 0;
  auto [end, error] = std::from_chars(id->data(), id->data() + id->size(), number);
  if (error != std::errc() || end != id->data() + id->size() || number < 1) return std::nullopt;
  return number;
}

std::string NameOf(std::string_view municipality, std::string_view collection, std::string_view id) {
  std::string out(kMunicipalities);
  out.append(municipality);
  if (collection.empty()) return out;
  out.append("/").append(collection);
  if (!id.empty()) out.append("/").append(id);
  return out;
}

std::string NameOf(std::string_view municipality, std::string_view collection, int64_t number) {
  return NameOf(municipality, collection, std::to_string(number));
}

Refusal BadName(const std::string& field, const std::string& name, const std::string& pattern) {
  return {Reason::kInvalidInput, {}, {{field, "bad_name", {{"name", name}, {"pattern", pattern}}}}};
}

std::optional<Refusal> FindUnit(const organisation::Organisation& organisation, Date day, const std::string& text, std::string& unit) {
  if (const organisation::Unit* found = organisation.FindUnit(text)) {
    unit = found->id;
    return std::nullopt;
  }
  const std::string wanted = Lower(Trimmed(text));
  std::vector<const organisation::Unit*> found;
  for (const organisation::Unit* candidate : organisation.Preorder(day)) {
    if (Lower(candidate->name) == wanted) found.push_back(candidate);
  }
  if (found.empty()) return Refusal{Reason::kUnitNotFound, {{"unit", text}}};
  if (found.size() > 1) return Refusal{Reason::kAmbiguousName, {{"name", text}, {"candidates", Listed(found)}}};
  unit = found.front()->id;
  return std::nullopt;
}

std::optional<Refusal> FindPerson(const organisation::Organisation& organisation, const std::string& text, std::string& person) {
  if (const organisation::Person* found = organisation.FindPerson(text)) {
    person = found->id;
    return std::nullopt;
  }
  const std::string wanted = Lower(Trimmed(text));
  std::vector<const organisation::Person*> found;
  for (const organisation::Person& candidate : organisation.persons()) {
    if (Lower(candidate.name) == wanted) found.push_back(&candidate);
  }
  if (found.empty()) return Refusal{Reason::kPersonNotFound, {{"name", text}}};
  if (found.size() > 1) return Refusal{Reason::kAmbiguousName, {{"name", text}, {"candidates", Listed(found)}}};
  person = found.front()->id;
  return std::nullopt;
}

}  // namespace arshjul::api
