// The form of a task: its fields, tables and bounds, and who may see what.
#include <algorithm>

#include "statechart/check_context.h"

namespace arshjul::statechart {

namespace v1 = workflow::v1;

namespace {

bool IsRowSource(v1::Source source) {
  switch (source) {
    case v1::SOURCE_UNSPECIFIED:
    case v1::SOURCE_EARLIER:
    case v1::SOURCE_TODAY:
    case v1::SOURCE_FRAME: return false;
    default: return true;
  }
}

class FormCheck {
 public:
  FormCheck(CheckContext& context, const v1::Task& task) : context_(context), task_(task) {
    auto it = context.task_uses.find(&task);
    if (it != context.task_uses.end()) use_ = &it->second;
  }

  void Check() {
    int required = 0;
    for (const auto& field : task_.fields()) {
      CheckAudience(field);
      CheckField(field, nullptr);
      required += field.required() ? 1 : 0;
    }
    if (required > kManyRequiredFields) {
      context_.warnings.Add(context_.places.Of(task_), "many_required_fields",
                            {{"name", task_.id()},
                             {"count", std::to_string(required)},
                             {"limit", std::to_string(kManyRequiredFields)}});
    }
  }

 private:
  void CheckAudience(const v1::Field& field) {
    const Arguments name = {{"name", field.id()}};
    if (field.audience() == v1::AUDIENCE_UNSPECIFIED) context_.Report(field, "field_without_audience", name);
    if (!field.has_purpose()) context_.Report(field, "field_without_purpose", name);
    const bool only_pairs = use_ == nullptr || std::all_of(use_->scopes.begin(), use_->scopes.end(),
                                                           [](v1::Scope scope) { return scope == v1::SCOPE_PAIR; });
    if (IsPersonnel(field.audience()) && !only_pairs) {
      context_.ReportField(field, v1::Field::kAudienceFieldNumber, "vault_outside_pair", name);
    }
  }

  // `table` is null for a field of the form itself.
  void CheckField(const v1::Field& field, const v1::Field* table) {
    CheckType(field, table);
    CheckLimits(field);
    CheckSource(field, table);
    CheckBound(field, v1::Field::kEarliestFieldNumber, field.has_earliest(), field.earliest(), table);
    CheckBound(field, v1::Field::kLatestFieldNumber, field.has_latest(), field.latest(), table);
    if (table != nullptr) {
      if (field.audience() != v1::AUDIENCE_UNSPECIFIED) {
        context_.ReportField(field, v1::Field::kAudienceFieldNumber, "column_with_audience", {{"name", field.id()}});
      }
      return;
    }
    for (const auto& column : field.columns()) CheckField(column, &field);
  }

  void CheckType(const v1::Field& field, const v1::Field* table) {
    const Arguments name = {{"name", field.id()}};
    const bool is_table = field.type() == v1::Field::TYPE_TABLE;
    const bool is_choice = field.type() == v1::Field::TYPE_CHOICE;
    if (field.type() == v1::Field::TYPE_UNSPECIFIED) return;
    if (is_table && table != nullptr) {
      context_.Report(field, "nested_table", name);
      return;
    }
    if (is_choice && field.options().empty()) context_.Report(field, "choice_without_options", name);
    if (!is_choice && !field.options().empty()) {
      context_.ReportField(field, v1::Field::kOptionsFieldNumber, "options_without_choice", name);
    }
    if (is_table && field.columns().empty()) context_.Report(field, "table_without_columns", name);
    if (!is_table && !field.columns().empty()) {
      context_.ReportField(field, v1::Field::kColumnsFieldNumber, "columns_without_table", name);
    }
    if (!is_table && field.open_rows()) {
      context_.ReportField(field, v1::Field::kOpenRowsFieldNumber, "open_rows_without_table", name);
    }
    if (is_table && field.source() == v1::SOURCE_UNSPECIFIED && !field.open_rows()) {
      context_.Report(field, "table_without_rows", name);
    }
  }

  void CheckLimits(const v1::Field& field) {
    if (field.type() == v1::Field::TYPE_UNSPECIFIED) return;
    const Arguments name = {{"name", field.id()}};
    if (field.type() != v1::Field::TYPE_NUMBER && (field.has_min() || field.has_max())) {
      const int given = field.has_min() ? v1::Field::kMinFieldNumber : v1::Field::kMaxFieldNumber;
      context_.ReportField(field, given, "limits_without_number", name);
    } else if (field.has_min() && field.has_max() && field.min() > field.max()) {
      context_.ReportField(field, v1::Field::kMaxFieldNumber, "min_above_max", name);
    }
    if (field.max_length() < 0) {
      context_.ReportField(field, v1::Field::kMaxLengthFieldNumber, "below_zero", {{"name", "max_length"}});
    } else if (field.max_length() > 0 && field.type() != v1::Field::TYPE_TEXT) {
      context_.ReportField(field, v1::Field::kMaxLengthFieldNumber, "max_length_without_text", name);
    }
  }

  void CheckSource(const v1::Field& field, const v1::Field* table) {
    const Arguments name = {{"name", field.id()}};
    if (IsRowSource(field.source()) && field.type() != v1::Field::TYPE_TABLE) {
      context_.ReportField(field, v1::Field::kSourceFieldNumber, "source_needs_table", name);
    }
    if (field.source() == v1::SOURCE_TODAY && field.type() != v1::Field::TYPE_DATE) {
      context_.ReportField(field, v1::Field::kSourceFieldNumber, "today_needs_date", name);
    }
    const bool filled = field.source() != v1::SOURCE_UNSPECIFIED || !field.columns().empty() ||
                        (table != nullptr && table->source() != v1::SOURCE_UNSPECIFIED);
    if (field.read_only() && !filled) {
      context_.ReportField(field, v1::Field::kReadOnlyFieldNumber, "read_only_without_source", name);
    }
  }

  void CheckBound(const v1::Field& field, int number, bool given, const v1::Bound& bound, const v1::Field* table) {
    if (!given) return;
    if (field.type() != v1::Field::TYPE_DATE && field.type() != v1::Field::TYPE_UNSPECIFIED) {
      context_.ReportField(field, number, "bound_without_date", {{"name", field.id()}});
      return;
    }
    if (bound.days() > kMaxDays || bound.days() < -kMaxDays) {
      context_.ReportField(bound, v1::Bound::kDaysFieldNumber, "number_too_large", {{"name", "days"}, {"limit", std::to_string(kMaxDays)}});
    }
    if (bound.today() == !bound.field().empty()) {
      context_.Report(bound, "exactly_one_of", {{"allowed", "field, today"}});
      return;
    }
    if (bound.today()) return;
    std::vector<std::string> names;
    const v1::Field* other = FindBound(bound.field(), table, names);
    if (other == nullptr) {
      context_.ReportUnknown(bound, v1::Bound::kFieldFieldNumber, "field", bound.field(), names);
    } else if (other == &field) {
      context_.ReportField(bound, v1::Bound::kFieldFieldNumber, "bound_by_itself", {{"name", bound.field()}});
    } else if (other->type() != v1::Field::TYPE_DATE && other->type() != v1::Field::TYPE_UNSPECIFIED) {
      context_.ReportField(bound, v1::Bound::kFieldFieldNumber, "bound_not_date", {{"name", bound.field()}});
    }
  }

  // A column may lean on its neighbours; every field on its form, or on what another form of the same step recorded.
  const v1::Field* FindBound(const std::string& id, const v1::Field* table, std::vector<std::string>& names) const {
    auto find = [&](const auto& fields) -> const v1::Field* {
      for (const auto& field : fields) {
        names.push_back(field.id());
        if (field.id() == id) return &field;
      }
      return nullptr;
    };
    if (table != nullptr) {
      if (const v1::Field* column = find(table->columns())) return column;
    }
    if (const v1::Field* field = find(task_.fields())) return field;
    if (use_ == nullptr) return nullptr;
    for (const ChartUse* chart : use_->charts) {
      for (const v1::Task* task : chart->tasks) {
        if (const v1::Field* field = find(task->fields())) return field;
      }
    }
    return nullptr;
  }

  CheckContext& context_;
  const v1::Task& task_;
  const TaskUse* use_ = nullptr;
};

}  // namespace

void CheckForm(CheckContext& context, const v1::Task& task) { FormCheck(context, task).Check(); }

}  // namespace arshjul::statechart
