// Working days of some years, counted once. Pure.
#pragma once

#include <algorithm>
#include <vector>

#include "calendar/calendar.h"

namespace arshjul::simulation {

class WorkingDays {
 public:
  WorkingDays() = default;
  WorkingDays(const calendar::Calendar& calendar, Date first, Date last) : first_(first) {
    for (Date day = first; day <= last; day += std::chrono::days(1)) {
      count_.push_back((count_.empty() ? 0 : count_.back()) + (calendar.IsWorkingDay(day) ? 1 : 0));
    }
  }
  bool Is(Date day) const { return CountTo(day) != CountTo(day - std::chrono::days(1)); }
  // In (from, to].
  int Between(Date from, Date to) const { return CountTo(to) - CountTo(from); }
  // The `days`-th working day after `from`; the last day that was counted where there are no more.
  Date After(Date from, int days) const {
    auto at = std::lower_bound(count_.begin(), count_.end(), CountTo(from) + days);
    return at == count_.end() ? first_ + std::chrono::days(static_cast<int>(count_.size()) - 1)
                              : first_ + std::chrono::days(static_cast<int>(at - count_.begin()));
  }

 private:
  int CountTo(Date day) const {
    const auto at = (day - first_).count();
    if (count_.empty() || at < 0) return 0;
    return count_[std::min(static_cast<size_t>(at), count_.size() - 1)];
  }
  Date first_{};
  std::vector<int> count_;  // working days up to and with each day
};

}  // namespace arshjul::simulation
