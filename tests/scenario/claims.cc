// Sentences that say how things are, and are checked.
#include <fmt/format.h>

#include <algorithm>

#include "base/words.h"
#include "cycle/cards.h"
#include "scenario/calendar_sentences.h"
#include "scenario/teller.h"

namespace arshjul::scenario {
namespace {

using namespace cycle;

std::string Joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + part;
  return out.empty() ? "ingen" : out;
}

// Figures with a comma, as people write them.
std::string Shown(const Value& value) {
  if (value.AsString()) return value.Text();
  if (value.IsNull()) return "tom";
  std::string text = ToJson(value);
  std::replace(text.begin(), text.end(), '.', ',');
  return text;
}

}  // namespace

struct Claims {
  static void Same(Teller& t, int line, const std::string& found, const std::string& wanted) {
    if (found != wanted) t.Problems(line, fmt::format("er {}, ikke {}", found, wanted));
  }

  static void Has(Teller& t, const Told& told) {
    std::string who = t.Person(told, told.holes[0]);
    std::vector<Task> left;
    for (const Task& task : t.Tasks("", "", "")) {
      if (task.assignment.person == who) left.push_back(task);
    }
    std::vector<std::string> missing;
    for (const std::string& wanted : told.holes.size() < 2 ? std::vector<std::string>() : Listed(told.holes[1])) {
      size_t of = wanted.find(" for ");
      std::string kind = wanted.substr(0, of), what = of == std::string::npos ? "" : wanted.substr(of + 5);
      auto found = std::find_if(left.begin(), left.end(), [&](const Task& task) {
        return task.kind == kind && t.IsFor(*t.world_->state().steps.Find(task.step), what);
      });
      if (found == left.end()) {
        missing.push_back(wanted);
      } else {
        left.erase(found);
      }
    }
    std::vector<std::string> extra;
    for (const Task& task : left) extra.push_back(task.kind + (task.unit.empty() ? "" : " for " + task.unit));
    if (!missing.empty()) t.Problems(told.line, fmt::format("{} har ikke: {}", told.holes[0], Joined(missing)));
    if (!extra.empty()) t.Problems(told.line, fmt::format("{} har også: {}", told.holes[0], Joined(extra)));
  }

  static void StepIs(Teller& t, const Told& told) {
    t.world(told.line);
    const Step* step = t.StepOf(told.holes[0], told.holes[1], told.holes[2]);
    if (step == nullptr) {
      t.Problems(told.line, "finnes ikke");
      return;
    }
    Same(t, told.line, StepStateName(step->state), told.holes[3]);
    if (!told.holes[4].empty()) Same(t, told.line, step->shown, told.holes[4]);
  }

  static void StepIsNot(Teller& t, const Told& told) {
    t.world(told.line);
    const Step* step = t.StepOf(told.holes[0], told.holes[1], told.holes[2]);
    if (step != nullptr) t.Problems(told.line, fmt::format("finnes, og er {}", StepStateName(step->state)));
  }

  static void TaskIsWith(Teller& t, const Told& told) {
    Task task = t.TaskOf(told, "", told.holes[0], "", told.holes[1]);
    const organisation::Organisation& org = t.world_->state().Organisation();
    if (task.state != TaskState::kOpen) t.Problems(told.line, "oppgaven er ikke åpen");
    Same(t, told.line, org.NameOf(task.assignment.person), told.holes[2]);
    if (!told.holes[3].empty()) Same(t, told.line, org.NameOf(task.assignment.on_behalf_of), told.holes[3]);
    Same(t, told.line, organisation::BecauseName(task.assignment.because), told.holes[4]);
  }

  static void DueIs(Teller& t, const Told& told) {
    Same(t, told.line, FormatDate(t.TaskOf(told, "", told.holes[0], "", told.holes[1]).due), told.holes[2]);
  }

  static void FormShows(Teller& t, const Told& told) {
    Task task = t.TaskOf(told, "", told.holes[0], "", told.holes[1]);
    Context context = t.world_->ContextOf(task.assignment.person);
    auto everything = [](const workflow::v1::Field&) { return true; };
    Object saved = SavedFields(context, task, *FindTaskDefinition(t.world_->state(), context, task), everything);
    Form form = BuildForm(t.world_->state(), context, task, saved, "nb", everything);
    for (const Line& line : told.block) {
      Assignment wanted = ReadAssignment(line);
      auto field = std::find_if(form.fields.begin(), form.fields.end(),
                                [&](const FormField& f) { return f.id == wanted.field; });
      if (field == form.fields.end()) throw Unreadable(line.number, "skjemaet har ikke feltet " + wanted.field);
      auto draft = form.draft.find(wanted.field);
      const Value& value = draft == form.draft.end() ? field->standard : draft->second;
      static const List kNone;
      const List& rows = value.AsList() == nullptr ? kNone : *value.AsList();
      if (field->type != "TABLE") {
        Same(t, line.number, Shown(value), wanted.value);
      } else if (wanted.row.empty()) {
        Same(t, line.number, fmt::format("{} rader", rows.size()), wanted.value);
      } else {
        std::vector<size_t> named = RowsNamed(rows, wanted.row);
        if (named.size() != 1) t.Problems(line.number, fmt::format("{} rader heter {}", named.size(), wanted.row));
        if (named.size() == 1) Same(t, line.number, Shown(rows[named.front()][wanted.column]), wanted.value);
      }
    }
  }

  static void ActionsAre(Teller& t, const Told& told) {
    Task task = t.TaskOf(told, "", told.holes[0], "", told.holes[1]);
    std::vector<std::string> found;
    for (const FormAction& action :
         ActionsOf(t.world_->state(), t.world_->ContextOf(task.assignment.person), task, "nb"))
      found.push_back(action.id);
    Same(t, told.line, Joined(found), told.holes[2]);
  }

  static const CardRow* RowOf(Teller& t, const Told& told) {
    const Card* card =
        t.world(told.line).state().cards.Find(Card::MakeKey(t.Unit(told, told.holes[1]), std::stoi(told.holes[2])));
    if (card != nullptr) {
      for (const CardRow& row : card->rows) {
        if (NameOfIndicator(t.world_->state(), row.indicator) == told.holes[0]) return &row;
      }
    }
    t.Problems(told.line, "står ikke på målekortet");
    return nullptr;
  }

  static void TargetIs(Teller& t, const Told& told) {
    const CardRow* row = RowOf(t, told);
    if (row == nullptr) return;
    Same(t, told.line, row->dropped ? "strøket" : row->target.figure.text, told.holes[3]);
    if (!told.holes[4].empty()) Same(t, told.line, DecidedByName(row->decided_by), told.holes[4]);
  }

  static void ResultIs(Teller& t, const Told& told) {
    const CardRow* row = RowOf(t, told);
    if (row == nullptr) return;
    std::string found = row->result.missing == measurement::Missing::kNone
                            ? row->result.text
                            : measurement::MissingName(row->result.missing);
    Same(t, told.line, found, told.holes[3]);
    if (!told.holes[4].empty())
      Same(t, told.line, measurement::ColourName(JudgeRow(t.world_->state(), *row).colour), told.holes[4]);
  }

  static void BeforeTheirTime(Teller& t, const Told& told) {
    const CardRow* row = RowOf(t, told);
    if (row != nullptr && !row->before_time) t.Problems(told.line, "er fra lederens egen tid");
  }

  static const cycle::Agreement* AgreementOf(Teller& t, const Told& told) {
    const cycle::Agreement* found = nullptr;
    std::string pair = t.Person(told, told.holes[1]) + "~" + t.Person(told, told.holes[2]);
    for (const cycle::Agreement* agreement : t.world_->state().agreements.By(cycle::Agreement::kByPair, pair)) {
      if (told.holes[0].empty() || std::to_string(agreement->version) == told.holes[0]) found = agreement;
    }
    return found;
  }

  static void AgreementIs(Teller& t, const Told& told) {
    const cycle::Agreement* agreement = AgreementOf(t, told);
    Same(t, told.line, agreement == nullptr ? "NONE" : AgreementStateName(agreement->state), told.holes[3]);
  }

  static void AgreementHolds(Teller& t, const Told& told) {
    const cycle::Agreement* agreement = AgreementOf(t, told);
    static const List kNone;
    const List* rows = agreement == nullptr ? nullptr : agreement->targets.AsList();
    std::vector<std::string> found;
    for (const Value& row : rows == nullptr ? kNone : *rows)
      found.push_back(row["indicator"].Text() + " " + row["target"].Text());
    Same(t, told.line, Joined(found), told.holes[3]);
  }

  static void SignedByAuthority(Teller& t, const Told& told) {
    const cycle::Agreement* agreement = AgreementOf(t, told);
    const Signature* signature = agreement == nullptr ? nullptr : agreement->SignedBy("superior");
    Same(t, told.line, signature == nullptr ? "ingen" : signature->authority, told.holes[3]);
  }

  static void PromiseIs(Teller& t, const Told& told) {
    std::string by = t.Person(told, told.holes[0]), to = t.Person(told, told.holes[1]);
    std::vector<std::string> found;
    for (const Commitment* commitment : t.world_->state().commitments.All()) {
      if (commitment->by == by && commitment->to == to) found.push_back(CommitmentStateName(commitment->state));
    }
    Same(t, told.line, Joined(found), told.holes[2]);
  }

  static void ToldTo(Teller& t, const Told& told) {
    std::string who = t.Person(told, told.holes[0]);
    std::vector<std::string> found;
    for (const Notice& notice : t.world_->recent_notices) {
      if (notice.person == who) found.push_back(notice.message);
    }
    Same(t, told.line, Joined(found), told.holes.size() < 2 ? "ingen" : told.holes[1]);
  }

  static void Counts(Teller& t, const Told& told) {
    const Counter* counter = t.world(told.line).state().counters.Find(t.Year(told.holes[1]) + "/" + told.holes[0]);
    std::vector<std::string> found;
    if (counter != nullptr) {
      for (const auto& [state, count] : counter->by_state) found.push_back(fmt::format("{} {}", state, count));
    }
    Same(t, told.line, Joined(found), told.holes[2]);
  }

  static void Happened(Teller& t, const Told& told) {
    for (const std::string& wanted : Listed(told.holes[0])) {
      const auto& events = t.world(told.line).recent_events;
      if (std::find(events.begin(), events.end(), wanted) == events.end())
        t.Problems(told.line, wanted + " skjedde ikke");
    }
  }

  // "Ambisjon, Lund skole: proposing -> reviewing", with what people should know of it.
  static void MigrationPlan(Teller& t, const Told& told) {
    const std::string source = t.Version(told, told.holes[2]);
    const Outcome outcome =
        t.world(told.line).Rehearse(MigrateCycle{told.holes[1], "", "", source, {}, true}, t.Person(told, told.holes[0]));
    if (outcome.refusal) {
      t.Expect(told, outcome.refusal);
      return;
    }
    auto with_remarks = [](std::string line, const Value& remarks) {
      for (size_t i = 0; remarks.AsList() != nullptr && i < remarks.AsList()->size(); ++i) {
        line += (i == 0 ? " (" : ", ") + (*remarks.AsList())[i]["problem"].Text();
      }
      return line + (remarks.AsList() != nullptr && !remarks.AsList()->empty() ? ")" : "");
    };
    std::vector<std::string> found;
    for (const Value& step : *outcome.answer["steps"].AsList()) {
      const std::string to = step["to"].Text().empty() ? "" : " -> " + step["to"].Text();
      found.push_back(with_remarks(fmt::format("{}, {}: {}{}", step["phase_title"].Text(), step["subject"].Text(), step["from"].Text(), to), step["remarks"]));
    }
    for (const Value& problem : *outcome.answer["problems"].AsList()) {
      if (!problem["subject"].Text().starts_with("steps/")) found.push_back(problem["subject"].Text() + ": " + problem["problem"].Text());
    }
    std::vector<std::string> wanted;
    for (const Line& line : told.block) wanted.push_back(line.text);
    for (const std::string& line : wanted) {
      if (std::find(found.begin(), found.end(), line) == found.end()) t.Problems(told.line, "planen sier ikke: " + line);
    }
    for (const std::string& line : found) {
      if (std::find(wanted.begin(), wanted.end(), line) == wanted.end()) t.Problems(told.line, "planen sier: " + line);
    }
  }

  static void IncidentIs(Teller& t, const Told& told) {
    Same(t, told.line, IncidentStateName(t.IncidentOf(told, told.holes[0], told.holes[1]).state), told.holes[2]);
  }

  static void CycleRuns(Teller& t, const Told& told) {
    const Cycle* cycle = t.world(told.line).state().cycles.Find(told.holes[0]);
    Same(t, told.line, cycle == nullptr ? "NONE" : cycle->workflow, told.holes[1]);
  }

  static void CycleIs(Teller& t, const Told& told) {
    const Cycle* cycle = t.world(told.line).state().cycles.Find(told.holes[0]);
    Same(t, told.line, cycle == nullptr ? "NONE" : CycleStateName(cycle->state), told.holes[1]);
  }
};

const std::vector<SentenceKind>& ClaimKinds() {
  static const std::vector<SentenceKind> kinds = {
      {"<hvem> har oppgavene: <oppgaver>", Claims::Has, false},
      {"<hvem> har ingen oppgaver", Claims::Has, false},
      {"Steget <fase>[ <år>][ for <hva>] er <TILSTAND>[, <vist>]", Claims::StepIs, false},
      {"Steget <fase>[ <år>][ for <hva>] finnes ikke", Claims::StepIsNot, false},
      {"Oppgaven <oppgave>[ for <hva>] er hos <person>[ på vegne av <person>] (<GRUNN>)", Claims::TaskIsWith, false},
      {"Oppgaven <oppgave>[ for <hva>] har valgene <handlinger>", Claims::ActionsAre, false},
      {"Fristen for <oppgave>[ for <hva>] er <dato>", Claims::DueIs, false},
      {"Skjemaet <oppgave>[ for <hva>] viser", Claims::FormShows, false},
      {"Målet <indikator> for <enhet> <år> er <mål>[, <HVEM>]", Claims::TargetIs, false},
      {"Resultatet <indikator> for <enhet> <år> er fra før lederens tid", Claims::BeforeTheirTime, false},
      {"Resultatet <indikator> for <enhet> <år> er <resultat>[, <FARGE>]", Claims::ResultIs, false},
      {"Avtalen[ <nr>] mellom <leder> og <leder> er <TILSTAND>", Claims::AgreementIs, false},
      {"Avtalen[ <nr>] mellom <leder> og <leder> har målene <mål>", Claims::AgreementHolds, false},
      {"Avtalen[ <nr>] mellom <leder> og <leder> er signert i <sak>", Claims::SignedByAuthority, false},
      {"Avtalepunkt fra <person> til <person>: <TILSTANDER>", Claims::PromiseIs, false},
      {"Varsel til <person>: <varsler>", Claims::ToldTo, false},
      {"Ingen varsel til <person>", Claims::ToldTo, false},
      {"Telleverk <fase>[ <år>]: <tall>", Claims::Counts, false},
      {"Hendelser: <hendelser>", Claims::Happened, false},
      {"Det som stod fast i <fase>[ for <hva>] er <TILSTAND>", Claims::IncidentIs, false},
      {"Planen <hvem> får for å flytte årssyklus <år> til versjonen <versjon>", Claims::MigrationPlan, false},
      {"Kalenderen til <hvem> viser", CalendarSentences::Shows, false},
      {"Kalenderen til <hvem> er stengt", CalendarSentences::IsClosed, false},
      {"Årssyklus <år> bruker <mal>", Claims::CycleRuns, false},
      {"Årssyklus <år> er <TILSTAND>", Claims::CycleIs, false},
  };
  return kinds;
}

}  // namespace arshjul::scenario
