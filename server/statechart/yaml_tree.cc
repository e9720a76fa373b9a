#include "statechart/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <sstream>

namespace arshjul::statechart {

namespace {

// How many bytes the character at `text` takes; 0 when it is not UTF-8.
size_t CharacterLength(std::string_view text) {
  const auto lead = static_cast<uint8_t>(text[0]);
  if (lead < 0x80) return 1;
  const size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  uint32_t code = lead & (0xFF >> (length + 1));
  for (size_t i = 1; i < length; ++i) {
    const auto next = static_cast<uint8_t>(text[i]);
    if ((next & 0xC0) != 0x80) return 0;
    code = code << 6 | (next & 0x3F);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  return overlong || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF) ? 0 : length;
}

// Turns the reader's byte columns into character columns.
class Lines {
 public:
  explicit Lines(std::string_view text) {
    size_t start = 0;
    while (start <= text.size()) {
      const size_t end = std::min(text.find('\n', start), text.size());
      lines_.push_back(text.substr(start, end - start));
      start = end + 1;
    }
  }

  Position At(int line, int byte_column) const {
    if (line < 0) return {};
    int column = 1;
    if (static_cast<size_t>(line) < lines_.size()) {
      const std::string_view before = lines_[line].substr(0, std::max(byte_column, 0));
      for (char c : before) column += (static_cast<uint8_t>(c) & 0xC0) != 0x80 ? 1 : 0;
    }
    return {line + 1, column};
  }

 private:
  std::vector<std::string_view> lines_;
};

// Thrown through the library to stop it, after the problem has been noted.
struct Stop {};

class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(const Lines& lines, YamlNode& root, Problems& problems) : lines_(lines), root_(root), problems_(problems) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Check(mark, "", anchor);
    if (ExpectsKey()) {
      Begin(YamlNode::Kind::kScalar, mark, "~");
    } else {
      Begin(YamlNode::Kind::kNull, mark, "");
    }
    End();
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { Refuse(mark, "alias_refused"); }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override {
    Check(mark, tag, anchor);
    Begin(YamlNode::Kind::kScalar, mark, value);
    End();
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Check(mark, tag, anchor);
    Begin(YamlNode::Kind::kList, mark, "");
  }
  void OnSequenceEnd() override { End(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Check(mark, tag, anchor);
    Begin(YamlNode::Kind::kMap, mark, "");
  }
  void OnMapEnd() override { End(); }

 private:
  struct Open {
    YamlNode node;
    bool expects_key = true;
    bool duplicate = false;
    std::set<std::string> seen;
  };

  [[noreturn]] void Refuse(const YAML::Mark& mark, const char* key, Arguments arguments = {}) {
    problems_.Add(lines_.At(mark.line, mark.column), key, std::move(arguments));
    throw Stop();
  }

  void Check(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (anchor != 0) Refuse(mark, "alias_refused");
    if (!tag.empty() && tag != "?" && tag != "!") Refuse(mark, "tag_refused", {{"name", tag}});
    if (open_.size() >= kMaxYamlDepth) Refuse(mark, "too_deep", {{"limit", std::to_string(kMaxYamlDepth)}});
  }

  bool ExpectsKey() const {
    return !open_.empty() && open_.back().node.kind == YamlNode::Kind::kMap && open_.back().expects_key;
  }

  void Begin(YamlNode::Kind kind, const YAML::Mark& mark, std::string text) {
    if (ExpectsKey() && kind != YamlNode::Kind::kScalar) Refuse(mark, "key_not_plain");
    Open& opened = open_.emplace_back();
    opened.node.kind = kind;
    opened.node.position = lines_.At(mark.line, mark.column);
    opened.node.text = std::move(text);
  }

  void End() {
    YamlNode node = std::move(open_.back().node);
    open_.pop_back();
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.kind == YamlNode::Kind::kList) {
      parent.node.items.push_back(std::move(node));
    } else if (parent.expects_key) {
      parent.duplicate = !parent.seen.insert(node.text).second;
      if (parent.duplicate) problems_.Add(node.position, "duplicate_key", {{"name", node.text}});
      parent.node.keys.push_back(std::move(node.text));
      parent.node.key_positions.push_back(node.position);
      parent.expects_key = false;
    } else {
      parent.expects_key = true;
      if (parent.duplicate) {
        parent.node.keys.pop_back();
        parent.node.key_positions.pop_back();
      } else {
        // Nothing after the colon has no place of its own.
        if (node.kind == YamlNode::Kind::kNull) node.position = parent.node.key_positions.back();
        parent.node.items.push_back(std::move(node));
      }
    }
  }

  const Lines& lines_;
  YamlNode& root_;
  Problems& problems_;
  std::vector<Open> open_;
};

class IgnoreDocument : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& mark) override { line = mark.line; }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}
  int line = 0;
};

bool IsText(std::string_view yaml, const Lines& lines, Problems& problems) {
  int line = 0;
  size_t line_start = 0;
  for (size_t at = 0; at < yaml.size();) {
    const size_t length = CharacterLength(yaml.substr(at));
    const auto byte = static_cast<uint8_t>(yaml[at]);
    const bool control = byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t';
    if (length == 0 || control) {
      problems.Add(lines.At(line, static_cast<int>(at - line_start)), "source_not_text");
      return false;
    }
    at += length;
    if (byte == '\n') {
      ++line;
      line_start = at;
    }
  }
  return true;
}

}  // namespace

bool ReadYaml(std::string_view yaml, YamlNode& root, Problems& problems) {
  if (yaml.size() > kMaxSourceBytes) {
    problems.Add({}, "source_too_large", {{"limit", std::to_string(kMaxSourceBytes)}});
    return false;
  }
  const Lines lines(yaml);
  if (!IsText(yaml, lines, problems)) return false;
  try {
    std::istringstream stream{std::string(yaml)};
    YAML::Parser parser(stream);
    TreeBuilder builder(lines, root, problems);
    if (!parser.HandleNextDocument(builder)) {
      problems.Add({}, "source_empty");
      return false;
    }
    IgnoreDocument second;
    if (parser.HandleNextDocument(second)) {
      problems.Add(lines.At(second.line, 0), "one_document_only");
      return false;
    }
    return true;
  } catch (const Stop&) {
    return false;
  } catch (const YAML::Exception& error) {
    problems.Add(lines.At(error.mark.line, error.mark.column), "yaml_syntax", {{"detail", error.msg}});
    return false;
  } catch (const std::exception& error) {
    problems.Add({}, "yaml_syntax", {{"detail", error.what()}});
    return false;
  }
}

}  // namespace arshjul::statechart
