#include "command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <map>
#include <sstream>

namespace arshjul::cli {
namespace {

constexpr int kNearEnough = 2;  // letters that a mistyped verb may be off

int Distance(const std::string& a, const std::string& b) {
  std::vector<int> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<int>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const int above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

// "arshjul task complete"
std::string PathOf(const CLI::App* app) {
  const CLI::App* parent = app->get_parent();
  return parent == nullptr ? "arshjul" : PathOf(parent) + " " + app->get_name();
}

// "task.complete"; "arshjul" for the program itself.
std::string KeyOf(const CLI::App* app) {
  if (app->get_parent() == nullptr) return "arshjul";
  std::string key = PathOf(app).substr(std::string("arshjul ").size());
  std::replace(key.begin(), key.end(), ' ', '.');
  return key;
}

// Help that leads with examples.
class ExamplesFirst : public CLI::Formatter {
 public:
  explicit ExamplesFirst(const Texts& texts) : texts_(texts) {
    label("Usage", texts.Get("help.usage"));
    label("OPTIONS", texts.Get("help.options"));
    label("SUBCOMMAND", texts.Get("help.verb"));
    label("SUBCOMMANDS", texts.Get("help.verbs"));
    label("Positionals", texts.Get("help.arguments"));
    label("REQUIRED", texts.Get("help.required"));
    label("Env", texts.Get("help.environment"));
    column_width(34);
  }

  std::string make_description(const CLI::App* app) const override {
    std::string out = texts_.Get("help." + KeyOf(app)) + "\n";
    const std::string examples = "examples." + KeyOf(app);
    if (texts_.Has(examples)) {
      out += "\n" + texts_.Get("help.examples") + "\n";
      std::istringstream lines(texts_.Get(examples));
      for (std::string line; std::getline(lines, line);) out += "  " + line + "\n";
    }
    return out + "\n";
  }

  // As CLI11's, but padded by what a terminal shows: "(må gis)" is eight columns and nine bytes.
  std::string make_option(const CLI::Option* option, bool is_positional) const override {
    std::string left = "  " + make_option_name(option, is_positional) + make_option_opts(option);
    const int room = static_cast<int>(column_width_) - DisplayWidth(left);
    left += room > 0 ? std::string(room, ' ') : "\n" + std::string(column_width_, ' ');
    return left + make_option_desc(option) + "\n";
  }

 private:
  const Texts& texts_;
};

class AppVerb : public Verb {
 public:
  AppVerb(const Texts& texts, CLI::App* app) : texts_(texts), app_(app) {}

  Verb& Argument(const std::string& names, std::string& into, Need need) override { return Described(names, into, need); }
  Verb& Option(const std::string& names, std::string& into, Need need) override { return Described(names, into, need); }
  Verb& Option(const std::string& names, int32_t& into, Need need) override { return Described(names, into, need); }
  Verb& Option(const std::string& names, int64_t& into, Need need) override { return Described(names, into, need); }
  Verb& Option(const std::string& names, std::optional<double>& into) override {
    return Described(names, into, Need::kOptional);
  }
  Verb& Option(const std::string& names, std::vector<std::string>& into) override {
    Described(names, into, Need::kOptional);
    // One word each time: "--set a=1 --set b=2"; else a list would swallow the words after it.
    app_->get_option(Longest(names))->type_size(1)->expected(1, 1000)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    return *this;
  }
  Verb& Flag(const std::string& names, bool& into) override {
    app_->add_flag(names, into, Description(names));
    return *this;
  }

 private:
  static std::string Longest(const std::string& names) { return names.substr(names.rfind(',') + 1); }

  std::string Description(const std::string& names) const {
    std::string name = Longest(names);
    name.erase(0, name.find_first_not_of('-'));
    const std::string own = fmt::format("option.{}.{}", KeyOf(app_), name);
    return texts_.Get(texts_.Has(own) ? own : "option." + name);
  }

  template <typename Into>
  Verb& Described(const std::string& names, Into& into, Need need) {
    CLI::Option* option = app_->add_option(names, into, Description(names));
    std::string name = Longest(names);
    name.erase(0, name.find_first_not_of('-'));
    const std::string value = "value." + name;
    option->type_name(texts_.Get(texts_.Has(value) ? value : "value.text"));
    if (need == Need::kRequired) option->required();
    return *this;
  }

  const Texts& texts_;
  CLI::App* app_;
};

// The part of CLI11's sentence after its last ": ".
std::string DetailOf(const std::string& message) {
  const size_t at = message.rfind(": ");
  return at == std::string::npos ? message : message.substr(at + 2);
}

}  // namespace

struct CommandLine::Tree {
  explicit Tree(const Texts& texts) : texts(texts) {}
  const Texts& texts;
  CLI::App app;
  GlobalOptions options;
  Run chosen;
  std::map<std::string, std::unique_ptr<AppVerb>> verbs;

  // The deepest verb or group that the words reached.
  const CLI::App* Reached() const {
    const CLI::App* at = &app;
    while (!at->get_subcommands().empty()) at = at->get_subcommands().front();
    return at;
  }

  std::string Suggestion(const std::string& word) const {
    std::string best;
    int distance = kNearEnough + 1;
    for (const CLI::App* verb : Reached()->get_subcommands([](const CLI::App*) { return true; })) {
      const int its = Distance(word, verb->get_name());
      if (its < distance) {
        distance = its;
        best = verb->get_name();
      }
    }
    return best;
  }

  std::string Unknown(const std::string& word, const std::string& words) const {
    const std::string near = Suggestion(word);
    return near.empty() ? texts.Get("usage.unknown", {{"word", words}})
                        : texts.Get("usage.unknown_near", {{"word", word}, {"near", near}});
  }

  std::string Explain(const CLI::ParseError& error) const {
    const std::string message = error.what();
    const std::string detail = DetailOf(message);
    if (error.get_name() == "ExtrasError") return Unknown(detail.substr(0, detail.find(' ')), detail);
    if (error.get_name() == "RequiredError") {
      if (message.find("ubcommand") != std::string::npos) {
        const std::vector<std::string> extra = app.remaining(true);
        return extra.empty() ? texts.Get("usage.verb_missing") : Unknown(extra.front(), extra.front());
      }
      return texts.Get("usage.missing", {{"option", message.substr(0, message.find(' '))}});
    }
    if (error.get_name() == "ConversionError") return texts.Get("usage.not_a_value", {{"detail", detail}});
    if (error.get_name() == "ArgumentMismatch") {
      return texts.Get("usage.value_missing", {{"option", message.substr(0, message.find(':'))}});
    }
    return texts.Get("usage.other", {{"detail", message}});
  }
};

CommandLine::CommandLine(const Texts& texts) : tree_(std::make_unique<Tree>(texts)) {
  CLI::App& app = tree_->app;
  GlobalOptions& options = tree_->options;
  app.name("arshjul");
  app.formatter(std::make_shared<ExamplesFirst>(texts));
  app.fallthrough();
  app.require_subcommand(1);
  app.set_help_flag("-h,--help", texts.Get("option.help"));
  app.set_version_flag("--version", std::string("arshjul " ARSHJUL_VERSION), texts.Get("option.version"));
  app.get_help_ptr()->group(texts.Get("help.options"));
  app.get_version_ptr()->group(texts.Get("help.options"));
  app.option_defaults()->group(texts.Get("help.global"));
  const auto add = [&](const char* names, std::string& into, const char* key, const char* environment) {
    CLI::Option* option = app.add_option(names, into, texts.Get(fmt::format("option.{}", key)));
    option->type_name(texts.Get(fmt::format("value.{}", key)));
    if (environment != nullptr) option->envname(environment);
    return option;
  };
  add("--server", options.server, "server", "ARSHJUL_SERVER");
  add("--municipality", options.municipality, "municipality", "ARSHJUL_MUNICIPALITY");
  add("--as", options.as, "as", "ARSHJUL_AS");
  add("--lang", options.language, "lang", "ARSHJUL_LANG");
  add("-o,--output", options.output, "output", nullptr)->check(CLI::IsMember({"table", "json"}));
  add("--request-id", options.request_id, "request-id", nullptr);
  app.option_defaults()->group(texts.Get("help.options"));
  app.footer(texts.Get("help.footer"));
}

CommandLine::~CommandLine() = default;

Verb& CommandLine::Add(const std::string& path, Run run) {
  const Texts& texts = tree_->texts;
  CLI::App* at = &tree_->app;
  std::istringstream words(path);
  for (std::string word; words >> word;) {
    const auto there = at->get_subcommands([&](const CLI::App* below) { return below->get_name() == word; });
    CLI::App* next = there.empty() ? nullptr : there.front();
    if (next == nullptr) {
      next = at->add_subcommand(word);
      next->description(texts.Get("help." + KeyOf(next)));
      next->group(texts.Get("help.verbs"));
      next->footer("");
      next->get_help_ptr()->group(texts.Get("help.options"));
      next->require_subcommand(0);
    }
    if (at != &tree_->app) at->require_subcommand(1);
    at = next;
  }
  at->final_callback([tree = tree_.get(), run = std::move(run)] { tree->chosen = run; });
  return *(tree_->verbs[path] = std::make_unique<AppVerb>(texts, at));
}

std::optional<int> CommandLine::Parse(int count, const char* const* words) {
  try {
    tree_->app.parse(count, words);
  } catch (const CLI::Success& asked) {
    return tree_->app.exit(asked);
  } catch (const CLI::ParseError& error) {
    fmt::print(stderr, "{}\n{}\n", tree_->texts.Get("failure.plain", {{"message", tree_->Explain(error)}}),
               tree_->texts.Get("usage.see", {{"command", PathOf(tree_->Reached())}}));
    return kExitUsage;
  }
  return std::nullopt;
}

GlobalOptions& CommandLine::options() { return tree_->options; }

const Run& CommandLine::chosen() const { return tree_->chosen; }

std::vector<std::pair<std::string, std::string>> CommandLine::AllHelp() const {
  std::vector<std::pair<std::string, std::string>> all;
  std::vector<const CLI::App*> waiting = {&tree_->app};
  while (!waiting.empty()) {
    const CLI::App* app = waiting.back();
    waiting.pop_back();
    all.emplace_back(PathOf(app), const_cast<CLI::App*>(app)->help());
    for (const CLI::App* below : app->get_subcommands([](const CLI::App*) { return true; })) waiting.push_back(below);
  }
  return all;
}

void AddAllVerbs(CommandLine& line) {
  AddMunicipalityVerbs(line);
  AddOrganisationVerbs(line);
  AddOrganisationChangeVerbs(line);
  AddPeopleVerbs(line);
  AddScorecardVerbs(line);
  AddWorkflowVerbs(line);
  AddWorkflowStepVerbs(line);
  AddCycleVerbs(line);
  AddOverviewVerbs(line);
  AddWatchVerbs(line);
  AddCycleChangeVerbs(line);
  AddCycleSimulateVerbs(line);
  AddCycleMigrateVerb(line);
  AddTaskVerbs(line);
  AddTaskWorkVerbs(line);
  AddRemindVerb(line);
  AddAgreementVerbs(line);
  AddIncidentVerbs(line);
  AddCalendarVerbs(line);
  AddTalkVerbs(line);
  AddDemoVerbs(line);
}

}  // namespace arshjul::cli
