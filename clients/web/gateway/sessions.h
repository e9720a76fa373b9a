// Who is signed in: the gateway's own sessions. A session's id is 256 random bits that only the browser keeps; here lies its
// hash alone. A session ends kSessionIdle after it was last used, kSessionAbsolute after it began, and at once when it is
// closed; whoever waits for its end (an event stream) is told.
//
// Threads: any. What waits for an end is called without a lock held, on the thread that ended the session.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arshjul::gateway {

// Whom a session is for, as the login door found out.
struct Identity {
  std::string municipality;       // "municipalities/loten"
  std::string municipality_name;  // "Løten kommune"
  std::string language;           // the municipality's
  std::string person;             // id; the identity of every call
  std::string display_name;
};

class Sessions {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Clock = std::function<Time()>;
  // `random` fills so many bytes that nobody can guess.
  using Random = std::function<void(unsigned char*, size_t)>;

  Sessions(Clock clock, Random random) : clock_(std::move(clock)), random_(std::move(random)) {}

  // The id of a new session; nothing when there are as many as there may be.
  std::optional<std::string> Open(Identity identity);

  struct View {
    Identity identity;
    std::chrono::seconds idle, absolute;  // until it ends by itself
    uint64_t number = 0;                  // for the gateway alone: not the id, and no way to it
    std::shared_ptr<std::atomic<size_t>> calls;  // under way; whoever makes them counts them
  };
  // Nothing when there is none, or it has ended. Look does not count as use.
  std::optional<View> Look(std::string_view id);
  std::optional<View> Use(std::string_view id);

  // Ends it at once. False: there was none.
  bool Close(std::string_view id);

  // `on_end` is called once, when the session ends, unless what is returned has gone before; null when the session has ended
  // already, or kMostStreamsPerSession wait for it (`full` is set).
  std::shared_ptr<void> WhenEnded(uint64_t number, std::function<void()> on_end, bool& full);

  // Ends those whose time is up.
  void Sweep();

  size_t Count();

 private:
  struct Session {
    Identity identity;
    Time begun, used;
    std::string key;
    std::shared_ptr<std::atomic<size_t>> calls = std::make_shared<std::atomic<size_t>>(0);
    std::map<uint64_t, std::function<void()>> waiting;
  };
  struct Wait;
  using Ends = std::vector<std::function<void()>>;

  bool Over(const Session& session, Time now) const;
  Session* Find(std::string_view id, Ends& ends);
  void Remove(uint64_t number, Ends& ends);
  View ViewOf(uint64_t number, const Session& session, Time now) const;
  void MakeRoomFor(const Identity& identity, Ends& ends);
  void SweepLocked(Ends& ends);
  void StopWaiting(uint64_t number, uint64_t wait);

  const Clock clock_;
  const Random random_;
  std::mutex mutex_;
  uint64_t next_ = 1;
  std::map<uint64_t, Session> sessions_;
  std::map<std::string, uint64_t, std::less<>> by_key_;  // hash of the id
  // What outlives the sessions knows from this that they have gone.
  std::shared_ptr<Sessions*> self_ = std::make_shared<Sessions*>(this);
};

}  // namespace arshjul::gateway
