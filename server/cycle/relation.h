// What the reader of a request is to a step, and so what may be seen of it; who may act on a task. The rules themselves
// are access.h's. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "access/access.h"
#include "cycle/decide.h"

namespace arshjul::cycle {

// The actor of a context, as a reader, on that day. Made once per request; asks the state again for each step.
class Viewer {
 public:
  Viewer(State& state, const Context& context);

  const std::string& person() const { return person_; }
  Date today() const { return today_; }
  bool Is(organisation::Role role) const;
  // Appointed to hold this talk, which is not over, and still in the municipality.
  bool Conducts(const Step& step) const;
  // Leads a unit today.
  bool leads() const { return !held_.empty(); }

  // All that the person is to the step, strongest first; never kAuthor, which is asked of each text. kNobody alone when
  // there is nothing else. Somebody may be several things at once, and may see what any of them may.
  std::vector<access::Relation> To(const Step& step) const;
  // The same for the work of a unit that has no step.
  std::vector<access::Relation> ToUnit(const std::string& unit) const;

 private:
  void AddMunicipalityRelations(std::vector<access::Relation>& out) const;
  bool IsAbove(const std::vector<std::string>& units) const;
  bool HoldsAnyOf(const std::vector<std::string>& units) const;

  State& state_;
  std::string person_;
  Date today_;
  std::vector<std::string> held_;  // units
};

using Relations = std::vector<access::Relation>;

bool MaySee(const Relations& relations, access::Audience audience);
access::StateDetail MaySeeState(const Relations& relations, bool personal);
bool Has(const Relations& relations, access::Relation relation);

// Talk and agreement are bound to persons; unit work follows the post.
inline bool IsPersonal(const Step& step) { return !step.leader.empty(); }

// Names the person who holds the talk for the superior, while it runs; "" when nobody is named or it is over.
std::string ConductorOf(const Step& step);

// The assignee, the one it is done for, any holder of the office for the office's tasks, the guardian for proposals.
bool MayAct(State& state, const Context& context, const Task& task);
// Number of the first open task of the step that the actor may do; 0: none.
int64_t OwnOpenTaskOf(State& state, const Context& context, const Step& step);
// Is the actor a supporter who was asked for help with the task? See CommentTask.
bool Helps(State& state, const Context& context, const Task& task);
// Unit work is spoken of by who does it, who answers it and the office. A talk's and an agreement's words have their own
// places: nobody comments there (asked of unit work only).
bool MayComment(State& state, const Context& context, const Task& task);

// Personnel text read through this is remembered, so that every reading can be noted. `texts` outlives it.
class NotedTexts : public PersonnelText {
 public:
  explicit NotedTexts(PersonnelText* texts) : texts_(texts) {}
  std::optional<std::string> Read(const std::string& owner, const std::string& id) override;
  std::string Commitment(const std::string& owner, const std::string& id, const std::string& text) override;

  // One per resource: "tasks/17" with "achieved, support"; a commitment's and an agreement's text under their own names.
  std::vector<TextRead> Reads() const;

 private:
  PersonnelText* texts_;
  std::map<std::string, std::vector<std::string>> fields_;  // by resource
};

}  // namespace arshjul::cycle
