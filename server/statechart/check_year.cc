// The workflow itself, its parameters and phases.
#include <absl/strings/ascii.h>
#include <absl/strings/numbers.h>
#include <absl/strings/str_split.h>

#include <algorithm>
#include <chrono>
#include <optional>

#include "statechart/check_context.h"

namespace arshjul::statechart {

namespace v1 = workflow::v1;

namespace {

constexpr int kLanguage = 1;

// "Y-1-08-15" as years from Y, month, day: comparable without a year. 29 February is not in every year.
struct RelativeDate {
  int year = 0;
  int month = 0;
  int day = 0;
  auto operator<=>(const RelativeDate&) const = default;
};

std::optional<int> TwoDigits(std::string_view text) {
  if (text.size() != 2 || !absl::ascii_isdigit(text[0]) || !absl::ascii_isdigit(text[1])) return std::nullopt;
  return (text[0] - '0') * 10 + (text[1] - '0');
}

std::optional<RelativeDate> ParseRelativeDate(std::string_view text) {
  RelativeDate date;
  if (!text.starts_with('Y')) return std::nullopt;
  text.remove_prefix(1);
  if (text.size() > 6) {
    if ((text[0] != '-' && text[0] != '+') || text.size() != 8 || !absl::ascii_isdigit(text[1])) return std::nullopt;
    date.year = (text[0] == '-' ? -1 : 1) * (text[1] - '0');
    text.remove_prefix(2);
  }
  if (text.size() != 6 || text[0] != '-' || text[3] != '-') return std::nullopt;
  const auto month = TwoDigits(text.substr(1, 2));
  const auto day = TwoDigits(text.substr(4, 2));
  if (!month || !day) return std::nullopt;
  date.month = *month;
  date.day = *day;
  constexpr int kCommonYear = 2015;
  const std::chrono::year_month_day check{std::chrono::year(kCommonYear), std::chrono::month(*month),
                                          std::chrono::day(*day)};
  return check.ok() ? std::optional(date) : std::nullopt;
}

void CheckSet(CheckContext& context, const v1::Parameter& parameter) {
  std::set<std::string> chosen;
  const std::vector<std::string> options(parameter.options().begin(), parameter.options().end());
  const std::vector<std::string> defaults = absl::StrSplit(parameter.default_(), ',');
  for (const std::string& each : defaults) {
    const std::string option(absl::StripAsciiWhitespace(each));
    if (std::find(options.begin(), options.end(), option) == options.end()) {
      context.ReportUnknown(parameter, v1::Parameter::kDefaultFieldNumber, "option", option, options);
    } else if (!chosen.insert(option).second) {
      context.ReportField(parameter, v1::Parameter::kDefaultFieldNumber, "duplicate_name", {{"name", option}});
    }
  }
}

void CheckParameter(CheckContext& context, const v1::Parameter& parameter) {
  const int default_field = v1::Parameter::kDefaultFieldNumber;
  const std::string& value = parameter.default_();
  if (parameter.type() == v1::Parameter::TYPE_SET && parameter.options().empty()) {
    context.Report(parameter, "set_without_options", {{"name", parameter.id()}});
    return;
  }
  if (parameter.type() != v1::Parameter::TYPE_SET && !parameter.options().empty()) {
    context.ReportField(parameter, v1::Parameter::kOptionsFieldNumber, "options_without_set", {{"name", parameter.id()}});
  }
  if (value.empty()) return;
  switch (parameter.type()) {
    case v1::Parameter::TYPE_DATE:
      if (!ParseRelativeDate(value)) context.ReportField(parameter, default_field, "bad_relative_date", {{"value", value}});
      return;
    case v1::Parameter::TYPE_NUMBER:
      if (int32_t number = 0; !absl::SimpleAtoi(value, &number) || number < 0) {
        context.ReportField(parameter, default_field, "whole_number_expected", {{"name", "default"}, {"value", value}});
      }
      return;
    case v1::Parameter::TYPE_SET: CheckSet(context, parameter); return;
    default: return;
  }
}

void CheckWindow(CheckContext& context, const v1::Phase& phase) {
  context.CheckDate(phase, v1::Phase::kOpensFieldNumber, phase.opens());
  context.CheckDate(phase, v1::Phase::kEndsFieldNumber, phase.ends());
  if (phase.opens().empty() && phase.after().empty()) {
    context.Report(phase, "phase_never_opens", {{"name", phase.id()}});
  }
  const v1::Parameter* opens = context.parameters.Find(phase.opens());
  const v1::Parameter* ends = context.parameters.Find(phase.ends());
  if (opens == nullptr || ends == nullptr) return;
  const auto first = ParseRelativeDate(opens->default_());
  const auto last = ParseRelativeDate(ends->default_());
  if (first && last && *first > *last) {
    context.ReportField(phase, v1::Phase::kEndsFieldNumber, "ends_before_opening",
                        {{"opens", opens->default_()}, {"ends", ends->default_()}});
  }
}

void CheckCondition(CheckContext& context, const v1::Condition& when) {
  if (when.first_cycle() == !when.parameter().empty()) {
    context.Report(when, "exactly_one_of", {{"allowed", "first_cycle, parameter"}});
    return;
  }
  if (when.first_cycle()) {
    if (!when.has().empty()) {
      context.ReportField(when, v1::Condition::kHasFieldNumber, "only_one_of",
                          {{"name", "has"}, {"other", "first_cycle"}});
    }
    return;
  }
  const v1::Parameter* parameter = context.parameters.Find(when.parameter());
  const std::vector<std::string>& names = context.parameters.names();
  if (parameter == nullptr) {
    context.ReportUnknown(when, v1::Condition::kParameterFieldNumber, "parameter", when.parameter(), names);
  } else if (parameter->type() != v1::Parameter::TYPE_SET) {
    context.ReportField(when, v1::Condition::kParameterFieldNumber, "parameter_not_set", {{"name", when.parameter()}});
  } else if (when.has().empty()) {
    context.Report(when, "missing", {{"name", "has"}});
  } else if (std::find(parameter->options().begin(), parameter->options().end(), when.has()) ==
             parameter->options().end()) {
    context.ReportUnknown(when, v1::Condition::kHasFieldNumber, "option", when.has(),
                          {parameter->options().begin(), parameter->options().end()});
  }
}

// Phases that wait for each other in a circle: told once per circle, where it closes.
class CircleCheck {
 public:
  explicit CircleCheck(CheckContext& context) : context_(context) {}

  void Visit(const v1::Phase& phase) {
    if (!begun_.insert(&phase).second) return;
    for (int i = 0; i < phase.after_size(); ++i) {
      const v1::Phase* before = context_.phases.Find(phase.after(i));
      if (before == nullptr) continue;
      if (before == &phase || (begun_.contains(before) && !ended_.contains(before))) {
        context_.ReportField(phase, v1::Phase::kAfterFieldNumber, "join_cannot_fill", {{"name", phase.after(i)}}, i);
      } else {
        Visit(*before);
      }
    }
    ended_.insert(&phase);
  }

 private:
  CheckContext& context_;
  std::set<const v1::Phase*> begun_, ended_;
};

void CheckOrder(CheckContext& context, const v1::Phase& phase) {
  for (int i = 0; i < phase.after_size(); ++i) {
    if (context.phases.Find(phase.after(i)) == nullptr) {
      context.ReportUnknown(phase, v1::Phase::kAfterFieldNumber, "phase", phase.after(i), context.phases.names(), i);
    }
  }
  if (phase.overtaken_by().empty()) return;
  const v1::Phase* overtaker = context.phases.Find(phase.overtaken_by());
  const int field = v1::Phase::kOvertakenByFieldNumber;
  if (overtaker == nullptr) {
    context.ReportUnknown(phase, field, "phase", phase.overtaken_by(), context.phases.names());
  } else if (overtaker == &phase || overtaker->scope() != v1::SCOPE_MUNICIPALITY) {
    context.ReportField(phase, field, "overtaker_not_municipality", {{"name", phase.overtaken_by()}});
  }
}

void CheckPhase(CheckContext& context, const v1::Phase& phase, const std::vector<std::string>& charts) {
  if (!phase.chart().empty() && std::find(charts.begin(), charts.end(), phase.chart()) == charts.end()) {
    context.ReportUnknown(phase, v1::Phase::kChartFieldNumber, "chart", phase.chart(), charts);
  }
  CheckWindow(context, phase);
  if (phase.has_when()) CheckCondition(context, phase.when());
  CheckOrder(context, phase);
  if (phase.sliced_by_height() && phase.scope() != v1::SCOPE_UNIT) {
    context.ReportField(phase, v1::Phase::kSlicedByHeightFieldNumber, "slice_needs_unit_scope", {{"name", phase.id()}});
  }
  if (phase.for_new_leaders() && phase.scope() == v1::SCOPE_MUNICIPALITY) {
    context.ReportField(phase, v1::Phase::kForNewLeadersFieldNumber, "new_leaders_in_municipality", {{"name", phase.id()}});
  }
  if (phase.on_target_change() && phase.scope() == v1::SCOPE_MUNICIPALITY) {
    context.ReportField(phase, v1::Phase::kOnTargetChangeFieldNumber, "target_change_in_municipality", {{"name", phase.id()}});
  }
  CheckDays(context, phase, v1::Phase::kWithinWorkingDaysFieldNumber, "within_working_days", phase.within_working_days());
}

}  // namespace

void CheckYear(CheckContext& context) {
  const v1::Workflow& workflow = context.workflow;
  if (workflow.language() != 0 && workflow.language() != kLanguage) {
    context.ReportField(workflow, v1::Workflow::kLanguageFieldNumber, "unknown_language",
                        {{"value", std::to_string(workflow.language())}, {"hint", std::to_string(kLanguage)}});
  }
  for (const auto& parameter : workflow.parameters()) CheckParameter(context, parameter);
  std::vector<std::string> charts;
  for (const auto& chart : workflow.charts()) charts.push_back(chart.id());
  CircleCheck circles(context);
  for (const auto& phase : workflow.phases()) {
    CheckPhase(context, phase, charts);
    circles.Visit(phase);
  }
  for (const ChartUse& use : context.charts) {
    const bool run = std::any_of(workflow.phases().begin(), workflow.phases().end(),
                                 [&](const v1::Phase& phase) { return phase.chart() == use.chart->id(); });
    if (!run && !use.chart->id().empty()) {
      context.warnings.Add(context.places.Of(*use.chart), "chart_never_run", {{"name", use.chart->id()}});
    }
  }
}

}  // namespace arshjul::statechart
