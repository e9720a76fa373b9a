// Units, posts, persons, roles, absences: rows, and an immutable index over them. Pure.
//
// Every question is asked for a day: who holds a unit changes, and so does the tree.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/time.h"

namespace arshjul::organisation {

// Both ends included; an end that is not there is open.
struct Span {
  std::optional<Date> from, to;
  bool Contains(Date day) const { return (!from || *from <= day) && (!to || day <= *to); }
  bool Overlaps(const Span& other) const {
    return !(to && other.from && *to < *other.from) && !(other.to && from && *other.to < *from);
  }
  bool operator==(const Span&) const = default;
  static void Fields(auto&& field) {
    field(1, "from", &Span::from);
    field(2, "to", &Span::to);
  }
};

struct Unit {
  std::string id;
  std::string name;
  std::string parent;  // "" for the root
  std::string level;   // as the municipality writes it: a number or a name
  Span span;
  bool operator==(const Unit&) const = default;
  static void Fields(auto&& field) {
    field(1, "id", &Unit::id);
    field(2, "name", &Unit::name);
    field(3, "parent", &Unit::parent);
    field(4, "level", &Unit::level);
    field(5, "span", &Unit::span);
  }
};

struct Person {
  std::string id;
  std::string name;
  std::string email;  // "" when unknown
  bool operator==(const Person&) const = default;
  static void Fields(auto&& field) {
    field(1, "id", &Person::id);
    field(2, "name", &Person::name);
    field(3, "email", &Person::email);
  }
};

// A person leads a unit during a span. A unit has at most one holder a day; a person may hold several units.
struct Holding {
  std::string id;
  std::string unit, person, title;
  Span span;
  bool operator==(const Holding&) const = default;
  static void Fields(auto&& field) {
    field(1, "id", &Holding::id);
    field(2, "unit", &Holding::unit);
    field(3, "person", &Holding::person);
    field(4, "title", &Holding::title);
    field(5, "span", &Holding::span);
  }
};

// Roles in the municipality, held by persons with dates; not units. kMandate stands on the employer's side of the top
// leader, signing "by authority of" a case.
enum class Role : int { kNone = 0, kOffice = 1, kController = 2, kCouncil = 3, kAuditor = 4, kGuardian = 5, kMandate = 6, kSupporter = 7 };
const char* RoleName(Role role);  // "OFFICE" …

struct RoleBinding {
  std::string id;
  Role role = Role::kNone;
  std::string person;
  std::string authority;  // case number, for a mandate or an auditor
  Span span;
  std::string purpose;    // of an auditor's grant to read personnel text: what for; "" where there is no such grant
  bool operator==(const RoleBinding&) const = default;
  static void Fields(auto&& field) {
    field(1, "id", &RoleBinding::id);
    field(2, "role", &RoleBinding::role);
    field(3, "person", &RoleBinding::person);
    field(4, "authority", &RoleBinding::authority);
    field(5, "span", &RoleBinding::span);
    field(6, "purpose", &RoleBinding::purpose);
  }
};

// Dates, never a reason.
struct Absence {
  std::string id;
  std::string person;
  std::string deputy;  // "" when none is named
  Span span;
  bool operator==(const Absence&) const = default;
  static void Fields(auto&& field) {
    field(1, "id", &Absence::id);
    field(2, "person", &Absence::person);
    field(3, "deputy", &Absence::deputy);
    field(4, "span", &Absence::span);
  }
};

// What is indexed. Ids are unique, parents exist, there are no loops (checked when rows are made).
struct Rows {
  std::vector<Unit> units;
  std::vector<Person> persons;
  std::vector<Holding> holdings;
  std::vector<RoleBinding> roles;
  std::vector<Absence> absences;
};

// What has come instead of rows that were indexed before. Each kind that is there is all of its kind.
struct NewRows {
  std::optional<std::vector<Unit>> units;
  std::optional<std::vector<Person>> persons;
  std::optional<std::vector<Holding>> holdings;
  std::optional<std::vector<RoleBinding>> roles;
  std::optional<std::vector<Absence>> absences;
};

// How many levels stand below each unit: 0 for a leaf, else one more than the highest child.
struct Heights {
  std::unordered_map<std::string, int> of;
  int top = 0;
};

class Organisation {
 public:
  explicit Organisation(Rows rows);
  // `before` with other rows. What is indexed of kinds that stay is shared with it, not made again: an absence changes nothing
  // about thousands of units and posts.
  Organisation(const Organisation& before, NewRows rows);
  Organisation(const Organisation&) = delete;
  Organisation& operator=(const Organisation&) = delete;

  const Unit* FindUnit(std::string_view id) const;
  const Person* FindPerson(std::string_view id) const;
  // The name, or the id where the person is not known.
  const std::string& NameOf(std::string_view person) const;
  const std::vector<Person>& persons() const { return persons_->rows; }
  const std::vector<RoleBinding>& roles() const { return *roles_; }
  const std::vector<Absence>& absences() const { return absences_->rows; }
  // Has the other the same units, because neither was made from new ones?
  bool SharesUnits(const Organisation& other) const { return units_ == other.units_; }

  // The unit nobody stands above, or null when nothing is imported.
  const Unit* Root(Date day) const;
  bool Exists(const Unit& unit, Date day) const { return unit.span.Contains(day); }
  // Units directly below that exist that day, in the order they were added.
  std::vector<const Unit*> Children(std::string_view unit, Date day) const;
  // Units directly below on any day.
  std::vector<const Unit*> ChildrenEver(std::string_view unit) const;
  // Every unit that exists that day, parents before children.
  std::vector<const Unit*> Preorder(Date day) const;
  Heights HeightsOn(Date day) const;
  int Depth(std::string_view unit) const;  // 0 for the root
  // Is `unit` the same as or below `above`?
  bool IsWithin(std::string_view unit, std::string_view above) const;

  const Holding* HolderOf(std::string_view unit, Date day) const;
  // The unit, or the nearest above it, that anybody has ever held or will hold; null where nobody has. The units between have
  // no holder on any day: whoever looks for one need not ask them, however many they are.
  const Unit* NearestHeld(std::string_view unit) const;
  std::vector<const Holding*> HoldingsOfUnit(std::string_view unit) const;
  std::vector<const Holding*> HeldBy(std::string_view person, Date day) const;
  const Absence* AbsenceOf(std::string_view person, Date day) const;
  bool HasRole(std::string_view person, Role role, Date day) const;
  // Held units or roles before, and holds none that day or later. Who never held any has not left.
  bool HasLeft(std::string_view person, Date day) const;
  // Holds an auditor's grant that day: role, purpose, case number and a last day.
  bool HasGrant(std::string_view person, Date day) const;
  // The first binding that holds that day, or null.
  const RoleBinding* BindingOf(Role role, Date day) const;

 private:
  template <class Row>
  using Lists = std::unordered_map<std::string_view, std::vector<const Row*>>;

  // Each kind with its own index; views and pointers are into its own rows.
  struct Units {
    explicit Units(std::vector<Unit> all);
    const Unit* Find(std::string_view id) const;
    const std::vector<Unit> rows;
    std::unordered_map<std::string_view, const Unit*> by_id;
    Lists<Unit> children;
  };
  struct Persons {
    explicit Persons(std::vector<Person> all);
    const std::vector<Person> rows;
    std::unordered_map<std::string_view, const Person*> by_id;
  };
  struct Holdings {
    explicit Holdings(std::vector<Holding> all);
    const std::vector<Holding> rows;
    Lists<Holding> of_unit, of_person;
  };
  struct Absences {
    explicit Absences(std::vector<Absence> all);
    const std::vector<Absence> rows;
    Lists<Absence> of_person;
  };
  // As NearestHeld; in the order of the units' rows.
  using Nearest = std::vector<const Unit*>;
  static Nearest NearestOf(const Units& units, const Holdings& holdings);

  std::shared_ptr<const Units> units_;
  std::shared_ptr<const Persons> persons_;
  std::shared_ptr<const Holdings> holdings_;
  std::shared_ptr<const std::vector<RoleBinding>> roles_;
  std::shared_ptr<const Absences> absences_;
  std::shared_ptr<const Nearest> nearest_held_;
};

}  // namespace arshjul::organisation
