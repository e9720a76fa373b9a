#include "api/frame.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/message.h>
#include <grpcpp/grpcpp.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <unordered_set>

#include "api/call.h"
#include "api/names.h"
#include "api/status.h"
#include "base/hash.h"
#include "engine/thread_pool.h"
#include "identity/identity.h"
#include "messages/messages.h"

namespace arshjul::api {
namespace {

using organisation::Role;

constexpr size_t kLongestRequestId = 64;
// Callers whose words were an id once: an id stays whose it is, so that their commands need not look at rows first.
constexpr size_t kMostKnown = 100'000;

struct RoleWord {
  Role role;
  const char* word;
};
constexpr RoleWord kRoleWords[] = {
    {Role::kOffice, "office"}, {Role::kController, "controller"}, {Role::kCouncil, "council"}, {Role::kAuditor, "auditor"}};

// The entries of a map are written in an order that differs from one copy of the same message to the next, unless asked not
// to: the same form sent again would be another body.
std::string OrderedBytes(const google::protobuf::Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

// The hash of a request as it came, but for its id; and the id.
void Fingerprint(const google::protobuf::Message& request, std::string& request_id, std::string& hash) {
  const auto* field = request.GetDescriptor()->FindFieldByName("request_id");
  if (field == nullptr) return;
  request_id = request.GetReflection()->GetString(request, field);
  if (request_id.empty()) return;
  std::unique_ptr<google::protobuf::Message> copy(request.New());
  copy->CopyFrom(request);
  copy->GetReflection()->ClearField(copy.get(), field);
  // The type too: two calls may look alike and mean different things.
  hash = Sha256Hex(request.GetTypeName() + "\n" + OrderedBytes(*copy));
}

}  // namespace

struct Frame::Inside {
  explicit Inside(int readers) : pool(readers) {}
  std::atomic<size_t> waiting = 0;
  std::atomic<bool> draining = false;
  std::mutex mutex;
  std::unordered_set<std::string> known;  // "municipality\nid"
  engine::ThreadPool pool;
};

Frame::Frame(engine::Engine& engine, FrameOptions options)
    : engine_(engine), options_(options), inside_(std::make_unique<Inside>(options.readers)) {}
Frame::~Frame() { Drain(); }

void Frame::Drain() {
  inside_->draining = true;
  inside_->pool.Stop();
}

// --- one call --------------------------------------------------------------------------------------------------------

struct Frame::Call {
  explicit Call(grpc::CallbackServerContext* c) : context(c), reactor(c->DefaultReactor()) {}
  // A call that is lost on the way is answered all the same.
  ~Call() { Finish(absl::InternalError("a call was lost")); }

  void Finish(const Result& result) {
    if (finished.exchange(true)) return;
    if (result.refusal) {
      reactor->Finish(ToStatus(*result.refusal, asker.language, DetailsFor(*context)));
    } else {
      if (absl::IsInternal(result.status) || absl::IsDataLoss(result.status) || absl::IsUnknown(result.status)) {
        spdlog::error("{}: a call failed: {}", asker.municipality, result.status.ToString());
      }
      reactor->Finish(ToStatus(result.status));
    }
  }

  grpc::CallbackServerContext* const context;
  grpc::ServerUnaryReactor* const reactor;
  std::atomic<bool> finished = false;
  std::chrono::system_clock::time_point until;
  std::string said;
  Asker asker;
};

Frame::CallPointer Frame::Begin(grpc::CallbackServerContext* context, const std::string& name, Result& result) {
  auto call = std::make_shared<Call>(context);
  call->until = std::min(context->deadline(), std::chrono::system_clock::now() + options_.longest);
  call->asker.language = LanguageOf(*context);
  call->said = SaidBy(*context);
  std::optional<ResourceName> parsed = ParseName(name);
  if (!options_.demo) {
    // Nobody can be known until identity is configured.
    result = Refusal{Reason::kUnauthenticated};
  } else if (!parsed) {
    result = BadName("name", name, "municipalities/{municipality}/…");
  } else {
    call->asker.municipality = parsed->municipality;
  }
  return call;
}

void Frame::Take(CallPointer call, bool committed, std::function<std::optional<Result>()> work) {
  if (!committed && inside_->waiting >= options_.most_waiting) return call->Finish(Refusal{Reason::kQueueFull});
  bool posted = Post([call, work = std::move(work)] {
    if (call->context->IsCancelled()) return call->Finish(absl::CancelledError("the caller has gone"));
    if (std::chrono::system_clock::now() > call->until) return call->Finish(absl::DeadlineExceededError("waited too long"));
    try {
      if (std::optional<Result> result = work()) call->Finish(*result);
    } catch (const std::exception& error) {
      call->Finish(absl::InternalError(error.what()));
    }
  });
  if (!posted) call->Finish(absl::UnavailableError("the server is stopping"));
}

bool Frame::Post(std::function<void()> work) {
  if (inside_->draining) return false;
  ++inside_->waiting;
  inside_->pool.Post([this, work = std::move(work)] {
    --inside_->waiting;
    work();
  });
  return true;
}

// --- who asks --------------------------------------------------------------------------------------------------------

bool Frame::Known(const Asker& asker, const std::string& said) {
  std::lock_guard lock(inside_->mutex);
  return inside_->known.contains(asker.municipality + "\n" + said);
}

Result Frame::Resolve(const std::string& said, engine::View& view, Asker& asker) {
  const organisation::Organisation& organisation = view.state.Organisation();
  if (said.empty()) return Refusal{Reason::kUnauthenticated};
  if (organisation.FindPerson(said) != nullptr) {
    asker.person = said;
    std::lock_guard lock(inside_->mutex);
    if (inside_->known.size() >= kMostKnown) inside_->known.clear();
    inside_->known.insert(asker.municipality + "\n" + said);
    return {};
  }
  std::vector<identity::Person> persons;
  for (const organisation::Person& person : organisation.persons()) persons.push_back({person.id, person.name});
  std::vector<identity::RoleHolder> holders;
  const Date today = view.context.calendar->LocalDate(view.context.now);
  for (const organisation::RoleBinding& binding : organisation.roles()) {
    for (const RoleWord& word : kRoleWords) {
      if (binding.role == word.role && binding.span.Contains(today)) holders.push_back({word.word, binding.person});
    }
  }
  auto resolved = identity::ResolveDemo(said, persons, holders);
  if (auto* refusal = std::get_if<Refusal>(&resolved)) return *std::move(refusal);
  asker.person = std::get<identity::Caller>(resolved).person;
  return {};
}

Result Frame::Identify(const grpc::CallbackServerContext& context, engine::View& view, Asker& asker) {
  asker.language = LanguageOf(context);
  if (!options_.demo) return Refusal{Reason::kUnauthenticated};
  Result result = Resolve(SaidBy(context), view, asker);
  view.context.actor = asker.person;
  return result;
}

// --- reading ---------------------------------------------------------------------------------------------------------

Result Frame::ReadAs(const CallPointer& call, const std::function<Result(engine::View&)>& read) {
  Result result;
  absl::Status status = engine_.Read(call->asker.municipality, call->asker.person, [&](engine::View& view) {
    if (call->asker.person.empty()) result = Resolve(call->said, view, call->asker);
    view.context.actor = call->asker.person;
    if (result.ok()) result = read(view);
  });
  if (absl::IsNotFound(status)) return Refusal{Reason::kMunicipalityNotFound, {{"municipality", call->asker.municipality}}};
  return status.ok() ? result : Result(status);
}

grpc::ServerUnaryReactor* Frame::Read(grpc::CallbackServerContext* context, const std::string& name,
                                      std::function<Result(engine::View&, const Asker&)> read) {
  Result result;
  CallPointer call = Begin(context, name, result);
  if (!result.ok()) {
    call->Finish(result);
    return call->reactor;
  }
  grpc::ServerUnaryReactor* reactor = call->reactor;
  Take(call, false, [this, call, read = std::move(read)]() -> std::optional<Result> {
    return ReadAs(call, [&](engine::View& view) { return read(view, call->asker); });
  });
  return reactor;
}

grpc::ServerUnaryReactor* Frame::Work(grpc::CallbackServerContext* context,
                                      std::function<Result(const std::string& language)> work) {
  Result ignored;
  CallPointer call = Begin(context, "", ignored);
  grpc::ServerUnaryReactor* reactor = call->reactor;
  Take(call, false, [call, work = std::move(work)]() -> std::optional<Result> { return work(call->asker.language); });
  return reactor;
}

grpc::ServerUnaryReactor* Frame::Refuse(grpc::CallbackServerContext* context, Refusal refusal) {
  Result ignored;
  CallPointer call = Begin(context, "", ignored);
  call->Finish(std::move(refusal));
  return call->reactor;
}

// --- changing --------------------------------------------------------------------------------------------------------

grpc::ServerUnaryReactor* Frame::Submit(grpc::CallbackServerContext* context, const std::string& name,
                                        const google::protobuf::Message& request, Change change) {
  Result result;
  CallPointer call = Begin(context, name, result);
  auto pending = std::make_shared<Pending>(Pending{std::move(change), "", "", {}});
  Fingerprint(request, pending->request_id, pending->body_hash);
  if (result.ok() && pending->request_id.size() > kLongestRequestId) {
    result = Refusal{Reason::kInvalidInput, {}, {{"request_id", "too_long", {{"max", std::to_string(kLongestRequestId)}}}}};
  }
  grpc::ServerUnaryReactor* reactor = call->reactor;
  if (!result.ok()) {
    call->Finish(result);
  } else if (!pending->change.prepare && Known(call->asker, call->said)) {
    call->asker.person = call->said;
    Commit(call, pending);
  } else {
    Take(call, false, [this, call, pending]() -> std::optional<Result> {
      Result prepared = ReadAs(call, [&](engine::View& view) {
        return pending->change.prepare ? pending->change.prepare(view, call->asker, pending->change.command) : Result();
      });
      if (!prepared.ok()) return prepared;
      Commit(call, pending);
      return std::nullopt;
    });
  }
  return reactor;
}

grpc::ServerUnaryReactor* Frame::Create(grpc::CallbackServerContext* context, const std::string& municipality,
                                        const std::string& person, const google::protobuf::Message& request, Change change) {
  Result result;
  CallPointer call = Begin(context, NameOf(municipality, "", ""), result);
  auto pending = std::make_shared<Pending>(Pending{std::move(change), "", "", {}});
  Fingerprint(request, pending->request_id, pending->body_hash);
  grpc::ServerUnaryReactor* reactor = call->reactor;
  call->asker.municipality = municipality;
  call->asker.person = person;
  if (!options_.demo) {
    call->Finish(result);
  } else {
    Commit(call, pending);
  }
  return reactor;
}

void Frame::Commit(CallPointer call, std::shared_ptr<Pending> pending) {
  engine::Request request;
  request.municipality = call->asker.municipality;
  request.actor = call->asker.person;
  request.request_id = pending->request_id;
  request.body_hash = pending->body_hash;
  request.command = std::move(pending->change.command);
  request.validate_only = pending->change.validate_only;
  if (pending->change.answer_looking) {
    request.look = [call, pending](cycle::State& state, const cycle::Context& context) {
      try {
        pending->looked = pending->change.answer_looking(state, context, call->asker);
      } catch (const std::exception& error) {
        pending->looked = Result(absl::InternalError(error.what()));
      }
    };
  }
  engine_.Submit(std::move(request), [this, call, pending](engine::Reply reply) { Answer(call, pending, std::move(reply)); });
}

void Frame::Answer(CallPointer call, std::shared_ptr<Pending> pending, engine::Reply reply) {
  if (reply.refusal) return call->Finish(*std::move(reply.refusal));
  if (!reply.status.ok()) return call->Finish(reply.status);
  if (pending->looked) return call->Finish(*pending->looked);
  if (!pending->change.answer_reading) {
    try {
      call->Finish(pending->change.answer(reply, call->asker));
    } catch (const std::exception& error) {
      call->Finish(absl::InternalError(error.what()));
    }
    return;
  }
  auto kept = std::make_shared<engine::Reply>(std::move(reply));
  Take(call, true, [this, call, pending, kept]() -> std::optional<Result> {
    return ReadAs(call, [&](engine::View& view) { return pending->change.answer_reading(*kept, view, call->asker); });
  });
}

}  // namespace arshjul::api
