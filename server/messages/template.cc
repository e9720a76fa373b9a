#include "messages/template.h"

#include <algorithm>
#include <vector>

namespace arshjul::messages {
namespace {

struct Piece {
  enum Kind { kText, kHole, kOpen, kClose } kind;
  std::string_view text;  // the name of a hole
};

bool IsName(std::string_view name) {
  return !name.empty() && name.front() >= 'a' && name.front() <= 'z' &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

// A brace that is not the beginning of a well-formed hole is text.
std::vector<Piece> Split(std::string_view text) {
  std::vector<Piece> pieces;
  size_t start = 0;
  auto flush = [&](size_t end) {
    if (end > start) pieces.push_back({Piece::kText, text.substr(start, end - start)});
  };
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '[' || text[i] == ']') {
      flush(i);
      pieces.push_back({text[i] == '[' ? Piece::kOpen : Piece::kClose, text.substr(i, 1)});
      start = i + 1;
    } else if (text[i] == '{') {
      size_t end = text.find('}', i);
      if (end == std::string_view::npos || !IsName(text.substr(i + 1, end - i - 1))) continue;
      flush(i);
      pieces.push_back({Piece::kHole, text.substr(i + 1, end - i - 1)});
      i = end;
      start = end + 1;
    }
  }
  flush(text.size());
  return pieces;
}

}  // namespace

std::string Fill(std::string_view text, const Arguments& args) {
  std::string out;
  size_t optional_start = 0;
  bool optional_filled = true;
  for (const Piece& piece : Split(text)) {
    switch (piece.kind) {
      case Piece::kText: out += piece.text; break;
      case Piece::kHole: {
        auto found = args.find(std::string(piece.text));
        if (found == args.end() || found->second.empty()) optional_filled = false;
        if (found != args.end()) {
          out += found->second;
        } else {
          out.append("{").append(piece.text).append("}");
        }
        break;
      }
      case Piece::kOpen:
        optional_start = out.size();
        optional_filled = true;
        break;
      case Piece::kClose:
        if (!optional_filled) out.resize(std::min(optional_start, out.size()));
        optional_start = out.size();
        optional_filled = true;
        break;
    }
  }
  return out;
}

std::set<std::string> HolesOf(std::string_view text) {
  std::set<std::string> holes;
  bool optional = false;
  for (const Piece& piece : Split(text)) {
    if (piece.kind == Piece::kOpen) optional = true;
    if (piece.kind == Piece::kClose) optional = false;
    if (piece.kind != Piece::kHole) continue;
    holes.insert(optional ? "[" + std::string(piece.text) + "]" : std::string(piece.text));
  }
  return holes;
}

std::string FaultOf(std::string_view text) {
  bool inside = false, has_hole = false;
  for (const Piece& piece : Split(text)) {
    switch (piece.kind) {
      case Piece::kText:
        if (piece.text.find_first_of("{}") != std::string_view::npos) return "a brace that is no {hole}";
        break;
      case Piece::kHole: has_hole = true; break;
      case Piece::kOpen:
        if (inside) return "brackets within brackets";
        inside = true;
        has_hole = false;
        break;
      case Piece::kClose:
        if (!inside) return "] without [";
        if (!has_hole) return "brackets without a {hole}";
        inside = false;
        break;
    }
  }
  return inside ? "[ without ]" : "";
}

}  // namespace arshjul::messages
