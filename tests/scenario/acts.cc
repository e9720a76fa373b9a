// Sentences that do something.
#include <fmt/format.h>

#include <algorithm>

#include "base/words.h"
#include "scenario/calendar_sentences.h"
#include "scenario/teller.h"

namespace arshjul::scenario {
namespace {

using namespace cycle;

// What the municipality is made with: the office, and the mandate on the council side of the top leader.
constexpr const char* kOffice = "Staben";
constexpr const char* kMandate = "Ordføreren";
// More than this are never open at once in a scenario: somebody's completion opens the same task again.
constexpr int kMostCompletions = 2000;

Date Day(const Told& told, const std::string& text) {
  auto day = ParseDate(text);
  if (!day) throw Unreadable(told.line, text + " er ingen dato");
  return *day;
}

organisation::Role RoleOf(const Told& told, const std::string& name) {
  for (int number = 1; number <= 7; ++number) {
    auto role = static_cast<organisation::Role>(number);
    if (organisation::RoleName(role) == name) return role;
  }
  throw Unreadable(told.line, name + " er ingen rolle");
}

PersonGiven Given(const std::string& name) { return {Slug(name), name, ""}; }

// "Lund skole (Tor)", indented below the unit above.
std::vector<ImportedUnit> ReadUnits(const std::vector<Line>& block) {
  std::vector<ImportedUnit> units;
  std::vector<std::pair<int, std::string>> above;
  for (const Line& line : block) {
    size_t open = line.text.rfind(" (");
    if (open == std::string::npos || line.text.back() != ')')
      throw Unreadable(line.number, "skriv Enhet (Leder), eller Enhet (ledig)");
    std::string name = line.text.substr(0, open), leader = line.text.substr(open + 2, line.text.size() - open - 3);
    while (!above.empty() && above.back().first >= line.indent) above.pop_back();
    if (above.empty() && !units.empty()) throw Unreadable(line.number, "bare én enhet kan stå øverst");
    ImportedUnit unit{line.number, Slug(name), name, above.empty() ? "" : above.back().second, "", "", "", "", {}, {}};
    if (leader != "ledig") {
      unit.leader = Slug(leader);
      unit.leader_name = leader;
    }
    above.emplace_back(line.indent, unit.id);
    units.push_back(std::move(unit));
  }
  return units;
}

// "Sykefravær: mål <6,0, resultat 7,1, sist 6,8, neste <5,5"
ImportedCardRow ReadCardRow(const Line& line, const std::string& unit, int year) {
  size_t colon = line.text.find(": ");
  if (colon == std::string::npos) throw Unreadable(line.number, "skriv Indikator: mål >5,0, resultat 4,8");
  ImportedCardRow row;
  row.line = line.number;
  row.unit = unit;
  row.year = year;
  row.indicator = line.text.substr(0, colon);
  row.source = "scenario";
  if (row.indicator.ends_with(" (felles)")) {
    row.indicator.resize(row.indicator.size() - std::string(" (felles)").size());
    row.group = "felles";
  }
  std::string rest = ", " + line.text.substr(colon + 2);
  for (size_t at = 0; at < rest.size();) {
    size_t next = std::min(rest.find(", ", at + 2), rest.size());
    std::string part = rest.substr(at + 2, next - at - 2);
    at = next;
    size_t space = std::min(part.find(' '), part.size());
    std::string key = part.substr(0, space), value(Trimmed(part.substr(space)));
    if (key == "mål") {
      row.target = measurement::ReadTarget(value);
    } else if (key == "resultat") {
      row.result = measurement::ReadFigure(value);
    } else if (key == "sist") {
      row.baseline = measurement::ReadFigure(value);
    } else if (key == "neste") {
      row.next_target = measurement::ReadTarget(value);
    } else {
      throw Unreadable(line.number, "kjenner mål, resultat, sist og neste, ikke " + key);
    }
  }
  return row;
}

}  // namespace

struct Acts {
  static void SetDate(Teller& t, const Told& told) {
    Date day = Day(told, told.holes[0]);
    if (t.world_ == nullptr) {
      t.start_ = day;
      return;
    }
    // In the office by eight: the daily round has been made.
    Instant to = t.world_->calendar().At(day, 8, 0);
    if (to < t.world_->now()) throw Unreadable(told.line, "tiden går ikke tilbake");
    t.world_->AdvanceTo(to);
  }

  static void Organisation(Teller& t, const Told& told) {
    std::vector<ImportedUnit> units = ReadUnits(Teller::WithoutRefusal(told.block));
    if (t.world_ == nullptr) {
      if (!t.start_) throw Unreadable(told.line, "si først hvilken dato det er");
      if (units.empty()) throw Unreadable(told.line, "organisasjonen har ingen enheter");
      // Eight o'clock of that day, in Oslo.
      calendar::Calendar calendar(calendar::LoadZone("Europe/Oslo").value());
      Instant start = calendar.At(*t.start_, 8, 0);
      t.world_ = std::make_unique<World>(start);
      CreateMunicipality create;
      create.id = units.front().id;
      create.name = units.front().name;
      create.demo = true;
      create.demo_now = start;
      create.founders = {{organisation::Role::kOffice, Given(kOffice)},
                         {organisation::Role::kMandate, Given(kMandate)}};
      create.authority = "sak 1/14";
      create.workflows = {t.workflow_};
      if (auto refusal = t.world_->Run(create, Slug(kOffice))) {
        t.Expect({told.line, {}, {}}, refusal);
        throw Unreadable(told.line, "kommunen kunne ikke opprettes");
      }
    }
    t.Act(told, ImportOrganisation{units}, Slug(kOffice));
  }

  static void Scorecard(Teller& t, const Told& told) {
    ImportScorecards import;
    std::string unit = t.Unit(told, told.holes[0]);
    for (const Line& line : Teller::WithoutRefusal(told.block))
      import.rows.push_back(ReadCardRow(line, unit, std::stoi(told.holes[1])));
    t.Act(told, import, Slug(kOffice));
  }

  static void Closed(Teller& t, const Told& told) {
    ChangeMunicipality change;
    change.closed = t.world(told.line).state().Self()->closed;
    change.closed->push_back({Day(told, told.holes[0]), Day(told, told.holes[1])});
    t.Act(told, change, Slug(kOffice));
  }

  static void Launch(Teller& t, const Told& told) {
    LaunchCycle launch{"annual-cycle", std::stoi(told.holes[1]), {}, {}};
    for (const Line& line : Teller::WithoutRefusal(told.block)) {
      size_t equals = line.text.find(" = ");
      if (equals == std::string::npos) throw Unreadable(line.number, "skriv parameter = verdi, eller pulje Enhet = ja");
      std::string key = line.text.substr(0, equals), value = line.text.substr(equals + 3);
      if (key.starts_with("pulje ")) {
        launch.cohort.push_back(
            {line.number, Slug(key.substr(6)), value != "nei", value == "ja" || value == "nei" ? "" : value});
      } else {
        launch.parameters[key] = value;
      }
    }
    std::string who = t.Person(told, told.holes[0]);
    t.Act(told, launch, who);
    if (const Cycle* launched = t.world_->state().CycleOfYear(launch.year)) t.newest_cycle_ = launched->Key();
  }

  static void Suspend(Teller& t, const Told& told) { Change(t, told, ChangeCycle::To::kSuspend); }
  static void Resume(Teller& t, const Told& told) { Change(t, told, ChangeCycle::To::kResume); }
  static void Cancel(Teller& t, const Told& told) { Change(t, told, ChangeCycle::To::kCancel); }
  static void Change(Teller& t, const Told& told, ChangeCycle::To to) {
    t.Act(told, ChangeCycle{to, told.holes[1], "fordi scenariet sier det"}, t.Person(told, told.holes[0]));
  }

  static void Migrate(Teller& t, const Told& told) {
    t.Act(told, MigrateCycle{told.holes[1], "fordi scenariet sier det", "", t.Version(told, told.holes[2]), {}}, t.Person(told, told.holes[0]));
    // What stood fast is due now.
    t.world_->AdvanceTo(t.world_->now());
  }

  static void Retry(Teller& t, const Told& told) {
    t.Act(told, RetryIncident{t.IncidentOf(told, told.holes[1], told.holes[2]).number, {}}, t.Person(told, told.holes[0]));
    // What waited behind it is due now.
    t.world_->AdvanceTo(t.world_->now());
  }

  static void Skip(Teller& t, const Told& told) {
    t.Act(told, SkipIncident{t.IncidentOf(told, told.holes[1], told.holes[2]).number, "fordi scenariet sier det", {}}, t.Person(told, told.holes[0]));
    t.world_->AdvanceTo(t.world_->now());
  }

  static void Open(Teller& t, const Told& told) {
    std::string within = told.holes[3].empty() ? "" : t.Unit(told, told.holes[3]);
    t.Act(told, OpenPhase{t.Year(told.holes[2]), told.holes[1], within, "fordi scenariet sier det"},
          t.Person(told, told.holes[0]));
  }

  static void Assign(Teller& t, const Told& told) {
    AssignHolding assign{t.Unit(told, told.holes[2]), "leder", "ny leder", Given(told.holes[1]), {}};
    if (!told.holes[3].empty()) assign.span.from = Day(told, told.holes[3]);
    t.Act(told, assign, t.Person(told, told.holes[0]));
  }

  static void Vacate(Teller& t, const Told& told) {
    EndHolding end{t.Unit(told, told.holes[1]), "lederen slutter", {}};
    if (!told.holes[2].empty()) end.last = Day(told, told.holes[2]) - std::chrono::days(1);
    t.Act(told, end, t.Person(told, told.holes[0]));
  }

  static void Move(Teller& t, const Told& told) {
    t.Act(told, MoveUnit{t.Unit(told, told.holes[1]), t.Unit(told, told.holes[2]), "ny organisering"},
          t.Person(told, told.holes[0]));
  }

  static void CloseTheUnit(Teller& t, const Told& told) {
    t.Act(told, CloseUnit{t.Unit(told, told.holes[1]), "ny organisering"}, t.Person(told, told.holes[0]));
  }

  static void Absent(Teller& t, const Told& told) {
    RegisterAbsence absence{t.Person(told, told.holes[1]), {}, {Day(told, told.holes[2]), Day(told, told.holes[3])}};
    if (!told.holes[4].empty()) absence.deputy = Given(told.holes[4]);
    t.Act(told, absence, t.Person(told, told.holes[0]));
  }

  static void Grant(Teller& t, const Told& told) {
    GrantRole grant{RoleOf(told, told.holes[2]), Given(told.holes[1]), told.holes[3], {}};
    t.Act(told, grant, t.Person(told, told.holes[0]));
  }

  static void Direct(Teller& t, const Told& told) {
    SetDirection set{told.holes[1],
                     told.holes[2] == "høy" ? measurement::Direction::kHigher : measurement::Direction::kLower,
                     {},
                     {}};
    if (!told.holes[3].empty()) set.tolerance = measurement::ReadFigure(told.holes[3]).number;
    t.Act(told, set, t.Person(told, told.holes[0]));
  }

  static void Result(Teller& t, const Told& told) {
    RecordResult result{t.Unit(told, told.holes[2]), told.holes[1], told.holes[4], "scenario", "rettet",
                        std::stoi(told.holes[3])};
    t.Act(told, result, t.Person(told, told.holes[0]));
  }

  static void Target(Teller& t, const Told& told) {
    ChangeTarget change{t.Unit(told, told.holes[2]), told.holes[1], told.holes[4], told.holes[5],
                        std::stoi(told.holes[3])};
    t.Act(told, change, t.Person(told, told.holes[0]));
  }

  // --- tasks ---------------------------------------------------------------------------------------------------------

  static std::vector<Assignment> AssignmentsOf(const Told& told) {
    std::vector<Assignment> out;
    for (const Line& line : Teller::WithoutRefusal(told.block)) out.push_back(ReadAssignment(line));
    return out;
  }

  // Limits that count from another field must know what is typed there.
  static Object Scalars(const std::vector<Assignment>& assignments) {
    Object out;
    for (const Assignment& given : assignments) {
      if (given.row.empty()) out[given.field] = given.value;
    }
    return out;
  }

  static Value Filled(Teller& t, const Task& task, const FormAction* action,
                      const std::vector<Assignment>& assignments) {
    World& world = *t.world_;
    Context context = world.ContextOf(task.assignment.person);
    auto everything = [](const workflow::v1::Field&) { return true; };
    const workflow::v1::Task& definition = *FindTaskDefinition(world.state(), context, task);
    Object saved = SavedFields(context, task, definition, everything), standing = saved;
    for (auto& [id, value] : Scalars(assignments)) standing[id] = value;
    Form form = BuildForm(world.state(), context, task, standing, "nb", everything);
    form.draft = saved;
    return FillForm(form, action, assignments, world.Today());
  }

  // Of what is said to everybody, what this form has.
  static std::vector<Assignment> Fitting(Teller& t, const Task& task, const std::vector<Assignment>& assignments) {
    const workflow::v1::Task& definition =
        *FindTaskDefinition(t.world_->state(), t.world_->ContextOf(task.assignment.person), task);
    std::vector<Assignment> out;
    for (const Assignment& given : assignments) {
      for (const workflow::v1::Field& field : definition.fields()) {
        if (field.id() == given.field) out.push_back(given);
      }
    }
    return out;
  }

  static std::optional<Refusal> CompleteOne(Teller& t, const Task& task, const std::string& who,
                                            const std::string& named, const std::vector<Assignment>& assignments) {
    World& world = *t.world_;
    std::vector<FormAction> actions = ActionsOf(world.state(), world.ContextOf(who), task, "nb");
    auto action = std::find_if(actions.begin(), actions.end(),
                               [&](const FormAction& a) { return named.empty() || a.id == named; });
    Value data = action == actions.end() ? Value() : Filled(t, task, &*action, assignments);
    return world.Run(CompleteTask{task.number, action == actions.end() ? named : action->id, data, {}}, who);
  }

  static void Complete(Teller& t, const Told& told) {
    std::string who = t.Person(told, told.holes[0]);
    Task task = t.TaskOf(told, who, told.holes[1], told.holes[2], told.holes[3]);
    t.Expect(told, CompleteOne(t, task, who, told.holes[4], AssignmentsOf(told)));
  }

  // Everybody does what they have, in order, until nothing of it is left.
  static void Everybody(Teller& t, const Told& told) {
    t.world(told.line);
    std::vector<std::string> out, kinds;
    if (!told.holes[0].empty()) {
      for (const std::string& name : Listed(told.holes[0])) out.push_back(t.Person(told, name));
    }
    if (told.holes[1] != "oppgavene sine") kinds = Listed(told.holes[1]);
    std::vector<Assignment> assignments = AssignmentsOf(told);
    auto among = [](const std::vector<std::string>& list, const std::string& one) {
      return std::find(list.begin(), list.end(), one) != list.end();
    };
    for (int done = 0;; ++done) {
      if (done == kMostCompletions) throw Unreadable(told.line, "oppgavene tar aldri slutt");
      std::vector<Task> open = t.Tasks("", told.holes[2], "");
      auto next = std::find_if(open.begin(), open.end(), [&](const Task& task) {
        return !among(out, task.assignment.person) && (kinds.empty() || among(kinds, task.kind));
      });
      if (next == open.end()) {
        if (done == 0) t.Problems(told.line, "ingen hadde noe å gjøre");
        return;
      }
      if (auto refusal = CompleteOne(t, *next, next->assignment.person, "", Fitting(t, *next, assignments))) {
        t.Problems(told.line, fmt::format("{} for {}:", next->kind, next->unit));
        t.Expect({told.line, {}, {}}, refusal);
        return;
      }
    }
  }

  static void Save(Teller& t, const Told& told) {
    std::string who = t.Person(told, told.holes[0]);
    Task task = t.TaskOf(told, who, told.holes[1], "", told.holes[2]);
    t.Act(told, SaveTask{task.number, Filled(t, task, nullptr, AssignmentsOf(told)), {}}, who);
  }

  static void Reassign(Teller& t, const Told& told) {
    std::string who = t.Person(told, told.holes[0]);
    Task task = t.TaskOf(told, who, told.holes[1], "", told.holes[2]);
    t.Act(told, ReassignTask{task.number, t.Person(told, told.holes[3]), "bedre kapasitet"}, who);
  }
  // Whoever takes back what is his own owes nobody a reason.
  static void TakeBack(Teller& t, const Told& told) {
    std::string who = t.Person(told, told.holes[0]);
    t.Act(told, ReassignTask{t.TaskOf(told, who, told.holes[1], "", told.holes[2]).number, who, ""}, who);
  }

  static void AskForHelp(Teller& t, const Told& told) {
    std::string who = t.Person(told, told.holes[0]);
    Task task = t.TaskOf(told, who, told.holes[2], "", told.holes[3]);
    CommentTask comment{task.number, "Kan du hjelpe?", t.Person(told, told.holes[1])};
    if (!told.holes[4].empty()) comment.answer_by = Day(told, told.holes[4]);
    t.Act(told, comment, who);
  }

  static void Frame(Teller& t, const Told& told) {
    t.Act(told, SetFrame{t.Unit(told, told.holes[1]), std::stoi(told.holes[2]), std::stod(told.holes[3])}, t.Person(told, told.holes[0]));
  }

  // The first open one of the person's that whoever acts is a party to.
  static int64_t CommitmentOf(Teller& t, const Told& told, const std::string& who) {
    for (const Commitment* commitment : t.world_->state().commitments.By(Commitment::kOpenByPromiser, t.Person(told, told.holes[1]))) {
      if (commitment->to == who || commitment->by == who) return commitment->number;
    }
    throw Unreadable(told.line, "ingen åpne avtalepunkt fra " + told.holes[1]);
  }

  static void Settle(Teller& t, const Told& told) {
    std::string who = t.Person(told, told.holes[0]);
    t.Act(told, SettleCommitment{CommitmentOf(t, told, who), told.holes[2] == "holdt"}, who);
  }

  static void RemindOfCommitment(Teller& t, const Told& told) {
    std::string who = t.Person(told, told.holes[0]);
    t.Act(told, RemindCommitment{CommitmentOf(t, told, who)}, who);
  }

  static void RemindAll(Teller& t, const Told& told) {
    const std::string within = told.holes[1].empty() ? "" : t.Unit(told, told.holes[1]);
    t.Act(told, RemindTasks{told.holes[2], "", within, false, {}}, t.Person(told, told.holes[0]));
  }

  static void RemindOfOverdue(Teller& t, const Told& told) {
    t.Act(told, RemindTasks{told.holes[1], "", "", true, {}}, t.Person(told, told.holes[0]));
  }

  static void RemindOne(Teller& t, const Told& told) {
    t.Act(told, RemindTasks{told.holes[2], "", "", false, {t.Person(told, told.holes[1])}}, t.Person(told, told.holes[0]));
  }
};

const std::vector<SentenceKind>& ActKinds() {
  static const std::vector<SentenceKind> kinds = {
      {"Dato <dato>", Acts::SetDate, true},
      {"Organisasjon", Acts::Organisation, true},
      {"Målekort <enhet> <år>", Acts::Scorecard, true},
      {"Stengt <dato> til <dato>", Acts::Closed, true},
      {"<hvem> starter årssyklus <år>", Acts::Launch, true},
      {"<hvem> setter årssyklus <år> på pause", Acts::Suspend, true},
      {"<hvem> gjenopptar årssyklus <år>", Acts::Resume, true},
      {"<hvem> avlyser årssyklus <år>", Acts::Cancel, true},
      {"<hvem> flytter årssyklus <år> til versjonen <versjon>", Acts::Migrate, true},
      {"<hvem> prøver på nytt det som står fast i <fase>[ for <hva>]", Acts::Retry, true},
      {"<hvem> hopper over det som står fast i <fase>[ for <hva>]", Acts::Skip, true},
      {"<hvem> åpner fasen <fase>[ <år>][ for <enhet>]", Acts::Open, true},
      {"<hvem> setter inn <person> på <enhet>[ fra <dato>]", Acts::Assign, true},
      {"<hvem> lar <enhet> stå ledig[ fra <dato>]", Acts::Vacate, true},
      {"<hvem> flytter enheten <enhet> under <enhet>", Acts::Move, true},
      {"<hvem> legger ned <enhet>", Acts::CloseTheUnit, true},
      {"<hvem> melder <person> borte <dato> til <dato>[ med <person> som stedfortreder]", Acts::Absent, true},
      {"<hvem> gir <person> rollen <ROLLE>[ i <sak>]", Acts::Grant, true},
      {"<hvem> vil ha <indikator> <høy eller lav>[ med slingring <tall>]", Acts::Direct, true},
      {"<hvem> fører resultatet <indikator> for <enhet> <år>: <resultat>", Acts::Result, true},
      {"<hvem> endrer målet <indikator> for <enhet> <år> til <mål> i <sak>", Acts::Target, true},
      {"<hvem> ber <person> om hjelp med <oppgave>[ for <hva>][ innen <dato>]", Acts::AskForHelp, true},
      {"<hvem> setter foreløpig ramme for <enhet> <år> til <kroner>", Acts::Frame, true},
      {"Alle[ unntatt <personer>] fullfører <oppgaver>[ i <år>]", Acts::Everybody, true},
      {"<hvem> fullfører <oppgave>[ <år>][ for <hva>][ med <handling>]", Acts::Complete, true},
      {"<hvem> lagrer <oppgave>[ for <hva>]", Acts::Save, true},
      {"<hvem> flytter oppgaven <oppgave>[ for <hva>] til <person>", Acts::Reassign, true},
      {"<hvem> tar tilbake oppgaven <oppgave>[ for <hva>]", Acts::TakeBack, true},
      {"<hvem> sender påminnelse til alle[ i <enhet>] om oppgavene i <år>", Acts::RemindAll, true},
      {"<hvem> sender påminnelse til alle om det som er over fristen i <år>", Acts::RemindOfOverdue, true},
      {"<hvem> sender påminnelse til <person> om oppgavene i <år>", Acts::RemindOne, true},
      {"<hvem> sender påminnelse til <person> om avtalepunktet", Acts::RemindOfCommitment, true},
      {"<hvem> lager lenke til kalenderen sin", CalendarSentences::Link, true},
      {"<hvem> trekker tilbake lenken til kalenderen sin", CalendarSentences::Revoke, true},
      {"<hvem> sier at avtalepunktet fra <person> er <holdt eller droppet>", Acts::Settle, true},
  };
  return kinds;
}

}  // namespace arshjul::scenario
