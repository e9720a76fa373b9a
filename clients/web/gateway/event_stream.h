// The messages of a server stream as the body of an HTTP answer: server-sent events, lines of JSON, or the document that they
// are pieces of.
//
// Threads: any; one reader (Stream).
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "http.h"
#include "problem.h"
#include "routes.h"
#include "upstream.h"

namespace arshjul::gateway {

enum class StreamForm {
  kEvents,    // text/event-stream
  kLines,     // application/x-ndjson
  kDocument,  // what StreamShape::raw and media_type say
};

std::string MediaTypeOf(StreamForm form, const Operation& operation);

// A server-sent event; `id` and `name` may be empty.
std::string EventText(std::string_view name, std::string_view id, std::string_view data);

class EventStream final : public Stream, public std::enable_shared_from_this<EventStream> {
 public:
  // `operation` outlives it. `kept` is let go of when the stream goes: whatever counts streams.
  EventStream(const Operation& operation, StreamForm form, std::string language, std::shared_ptr<Upstream::Messages> messages,
              std::shared_ptr<void> kept);
  ~EventStream() override;

  // Before anything else, where a refusal is to be an answer of its own and not the end of one: waits for the first message.
  // `begun` is called once.
  void Begin(std::function<void(std::optional<Problem>)> begun);
  // Waits no longer: what comes, a refusal too, is told to the reader.
  void BeginAnyway();

  void Next(std::function<void(Piece)> take) override;
  void Cancel() override;
  std::string Heartbeat() const override;

  // Ends it with this problem, which the reader is told where the form has a place for it. Nothing that has come is handed on any
  // more; a piece that has been handed on is, and may still be written.
  void End(const Problem& problem);

  // What ends with the stream and must not end before: the wait for the session's end.
  void Keep(std::shared_ptr<void> kept) { also_kept_ = std::move(kept); }

 private:
  Piece PieceOf(const google::protobuf::Message* message, const CallStatus& status) const;
  Piece LastPiece(const Problem& problem) const;
  std::string IdOf(const google::protobuf::Message& message) const;
  void Give(Piece piece);
  void TakeFirst(const google::protobuf::Message* message, const CallStatus& status);

  const Operation& operation_;
  const StreamForm form_;
  const std::string language_;
  const std::shared_ptr<Upstream::Messages> messages_;
  const std::shared_ptr<void> kept_;
  std::shared_ptr<void> also_kept_;
  std::mutex mutex_;
  std::function<void(Piece)> take_;
  bool greeted_ = false, ended_ = false;
  bool fetching_ = false;  // the first message, for Begin
  std::function<void(std::optional<Problem>)> begun_;
  std::optional<Piece> first_;   // fetched by Begin
  std::optional<Problem> why_;   // with ended_: what End was told
};

}  // namespace arshjul::gateway
