// A YAML tree into a message of the workflow language, by reflection, with the place of everything that was said.
#pragma once

#include <google/protobuf/message.h>

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "statechart/problems.h"
#include "statechart/yaml_tree.h"

namespace arshjul::statechart {

inline constexpr int kMaxListLength = 1000;

// Where each message, field and list element stands. Keyed by address: valid while the message read stays where it is.
class Places {
 public:
  void Set(const google::protobuf::Message& message, Position position) { Set(message, 0, 0, position); }
  void Set(const google::protobuf::Message& message, int field, int index, Position position) {
    places_[{&message, field, index}] = position;
  }
  // A known key of the message had a value that could not be read.
  void MarkBroken(const google::protobuf::Message& message, int field) { broken_.insert({&message, field}); }
  bool IsBroken(const google::protobuf::Message& message) const {
    auto it = broken_.lower_bound({&message, 0});
    return it != broken_.end() && it->first == &message;
  }
  bool IsBroken(const google::protobuf::Message& message, int field) const {
    return broken_.contains({&message, field});
  }
  // The message itself, where its value begins.
  Position Of(const google::protobuf::Message& message) const { return Of(message, 0); }
  // The value of a field (of element `index`, in a list); the message's own place when the field was not given.
  Position Of(const google::protobuf::Message& message, int field, int index = 0) const {
    auto it = places_.find({&message, field, index});
    if (it == places_.end() && field != 0) it = places_.find({&message, 0, 0});
    return it == places_.end() ? Position() : it->second;
  }

 private:
  std::map<std::tuple<const google::protobuf::Message*, int, int>, Position> places_;
  std::set<std::pair<const google::protobuf::Message*, int>> broken_;
};

// Fills `message`, which must be empty. Everything that does not fit the schema is a problem and left out.
void ReadMessage(const YamlNode& node, google::protobuf::Message& message, Places& places, Problems& problems);

}  // namespace arshjul::statechart
