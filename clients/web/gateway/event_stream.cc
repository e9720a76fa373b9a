#include "event_stream.h"

#include <google/protobuf/descriptor.h>

#include <utility>

#include "transcoding.h"

namespace arshjul::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Tells the browser how long to wait before it comes again, and that it has come through.
constexpr char kGreeting[] = "retry: 3000\n\n";

}  // namespace

std::string MediaTypeOf(StreamForm form, const Operation& operation) {
  switch (form) {
    case StreamForm::kEvents: return "text/event-stream";
    case StreamForm::kLines: return "application/x-ndjson";
    case StreamForm::kDocument: return operation.stream.media_type;
  }
  return "";
}

std::string EventText(std::string_view name, std::string_view id, std::string_view data) {
  std::string out;
  if (!id.empty()) out.append("id: ").append(id).append("\n");
  if (!name.empty()) out.append("event: ").append(name).append("\n");
  return out.append("data: ").append(data).append("\n\n");
}

EventStream::EventStream(const Operation& operation, StreamForm form, std::string language, std::shared_ptr<Upstream::Messages> messages,
                         std::shared_ptr<void> kept)
    : operation_(operation), form_(form), language_(std::move(language)), messages_(std::move(messages)), kept_(std::move(kept)) {}

EventStream::~EventStream() { messages_->Cancel(); }

void EventStream::Begin(std::function<void(std::optional<Problem>)> begun) {
  {
    std::lock_guard lock(mutex_);
    fetching_ = true;
    begun_ = std::move(begun);
  }
  messages_->Next([self = shared_from_this()](const Message* message, const CallStatus& status) { self->TakeFirst(message, status); });
}

void EventStream::BeginAnyway() {
  std::unique_lock lock(mutex_);
  const auto begun = std::exchange(begun_, nullptr);
  lock.unlock();
  if (begun) begun(std::nullopt);
}

void EventStream::TakeFirst(const Message* message, const CallStatus& status) {
  std::unique_lock lock(mutex_);
  fetching_ = false;
  const auto begun = std::exchange(begun_, nullptr);
  if (!begun) {
    // A reader waits already, or will.
    Piece piece = PieceOf(message, status);
    ended_ = ended_ || (take_ && piece.end);
    const auto take = std::exchange(take_, nullptr);
    if (!take) first_ = std::move(piece);
    lock.unlock();
    if (take) take(std::move(piece));
    return;
  }
  std::optional<Problem> problem = why_;
  if (!problem && message == nullptr && !status.ok()) problem = ReadProblem(status, language_);
  if (!problem) first_ = PieceOf(message, status);
  lock.unlock();
  begun(std::move(problem));
}

void EventStream::Next(std::function<void(Piece)> take) {
  std::unique_lock lock(mutex_);
  std::optional<Piece> ready = std::exchange(first_, std::nullopt);
  // Whose session is over is told no more. A piece that has been handed on cannot be called back.
  if (why_) ready.reset();
  if (!ready && form_ == StreamForm::kEvents && !std::exchange(greeted_, true)) ready = Piece{kGreeting};
  if (!ready && ended_) ready = why_ ? LastPiece(*why_) : Piece{"", true};
  if (ready) {
    ended_ = ended_ || ready->end;
    lock.unlock();
    return take(std::move(*ready));
  }
  take_ = std::move(take);
  if (fetching_) return;
  lock.unlock();
  messages_->Next([self = shared_from_this()](const Message* message, const CallStatus& status) { self->Give(self->PieceOf(message, status)); });
}

void EventStream::Give(Piece piece) {
  std::unique_lock lock(mutex_);
  auto take = std::move(take_);
  take_ = nullptr;
  ended_ = ended_ || piece.end;
  lock.unlock();
  // Without one the stream was ended or left meanwhile, and the piece is nobody's.
  if (take) take(std::move(piece));
}

void EventStream::Cancel() {
  std::unique_lock lock(mutex_);
  ended_ = true;
  auto take = std::move(take_);
  take_ = nullptr;
  lock.unlock();
  messages_->Cancel();
}

std::string EventStream::Heartbeat() const { return form_ == StreamForm::kEvents ? ":\n\n" : ""; }

void EventStream::End(const Problem& problem) {
  std::unique_lock lock(mutex_);
  if (ended_) return;
  ended_ = true;
  why_ = problem;
  auto take = std::move(take_);
  take_ = nullptr;
  lock.unlock();
  if (take) take(LastPiece(problem));
  messages_->Cancel();
}

Stream::Piece EventStream::LastPiece(const Problem& problem) const {
  switch (form_) {
    case StreamForm::kEvents: return {EventText("problem", "", ToJson(problem)), true};
    case StreamForm::kLines: return {"{\"problem\":" + ToJson(problem) + "}\n", true};
    // A document that breaks off must not look whole: the connection sees to that.
    case StreamForm::kDocument: return {"", true, true};
  }
  return {"", true};
}

Stream::Piece EventStream::PieceOf(const Message* message, const CallStatus& status) const {
  if (message == nullptr && !status.ok()) return LastPiece(ReadProblem(status, language_));
  if (message == nullptr) return {form_ == StreamForm::kEvents ? EventText("end", "", "{}") : "", true};
  if (form_ == StreamForm::kDocument) return {message->GetReflection()->GetString(*message, operation_.stream.raw), false};
  std::optional<std::string> line = JsonLine(*message);
  if (!line) return LastPiece(OwnProblem(500, "internal", language_));
  return {form_ == StreamForm::kEvents ? EventText("message", IdOf(*message), *line) : *line + "\n", false};
}

std::string EventStream::IdOf(const Message& message) const {
  const auto& way = operation_.stream.id;
  if (way.empty()) return "";
  const Message* inside = &message;
  for (size_t i = 0; i + 1 < way.size(); ++i) inside = &inside->GetReflection()->GetMessage(*inside, way[i]);
  const FieldDescriptor* field = way.back();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT64: return std::to_string(inside->GetReflection()->GetInt64(*inside, field));
    case FieldDescriptor::CPPTYPE_INT32: return std::to_string(inside->GetReflection()->GetInt32(*inside, field));
    case FieldDescriptor::CPPTYPE_STRING: return inside->GetReflection()->GetString(*inside, field);
    default: return "";
  }
}

}  // namespace arshjul::gateway
