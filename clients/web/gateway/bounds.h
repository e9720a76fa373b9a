// What the gateway takes at most, and how long it waits. Each with its reason; nothing else in the gateway is a number of
// this kind.
#pragma once

#include <chrono>
#include <cstddef>

namespace arshjul::gateway {

using std::chrono::seconds;

// --- one request -------------------------------------------------------------------------------------------------

constexpr size_t kLargestHead = 16 << 10;        // what common servers take; our own cookie and fields are under 1 KiB
constexpr size_t kLargestBody = 32 << 20;        // where a file is taken: an organisation of 200,000 rows as base64
constexpr size_t kLargestPlainBody = 1 << 20;    // where nothing takes a file: a task's form, a workflow's text
constexpr size_t kLargestTable = 4 << 20;         // to be had as a file; read it takes ten times its text
constexpr size_t kLargestStrangerBody = 4 << 10;  // who has no session has nothing to say but who they are
constexpr size_t kLargestExplained = 256 << 10;  // of a body: a tree of JSON takes thirty times its text
constexpr size_t kMostFields = 100;              // of a head; browsers send under 30
constexpr size_t kMostParameters = 200;          // of a query
constexpr size_t kMostFieldProblems = 1000;      // told at once of one body

// --- time --------------------------------------------------------------------------------------------------------

constexpr seconds kHeadTime{10};       // from a head's first byte to its last; slower is no browser
constexpr seconds kIdleTime{75};       // between two requests of a connection: longer than browsers' own
constexpr seconds kBodyTime{20};       // for each kSlowestBytes * 20 of a body
constexpr seconds kWriteTime{30};      // and kSlowestBytes on top
constexpr size_t kSlowestBytes = 16 << 10;  // a second; a bad mobile line gives as much
constexpr seconds kFirstPieceTime{1};  // a stream's first message: a refusal comes sooner, and then is the answer
constexpr seconds kCallTime{60};       // for the server's answer
constexpr seconds kHeartbeat{15};      // silence on a stream; proxies cut after 30 or 60
constexpr seconds kSweep{5};           // sessions that have ended by themselves are found so often
constexpr seconds kPatience{15};       // for requests under way, when the gateway stops
constexpr seconds kReadyTime{3};       // for the server's word on its health

// --- together ----------------------------------------------------------------------------------------------------

constexpr size_t kMostConnections = 4096;          // a file descriptor and some 20 KiB each
constexpr size_t kMostConnectionsPerAddress = 512;  // a town hall may stand behind one address; not asked on loopback
constexpr size_t kMostRequestsUnderWay = 512;      // more only wait in the server's queue
constexpr size_t kMostBodyBytes = 256 << 20;       // that have come and are not answered, of all connections
constexpr size_t kMostAnswerBytes = 512 << 20;     // waiting to be written, of all connections; readers may be slow
constexpr size_t kMostCallsPerSession = 16;        // browsers ask six at a time; more of one person are not to fill the server's queue
constexpr size_t kMostStreams = 2000;              // open event streams
constexpr size_t kMostStreamsPerSession = 12;      // one per window, and some that have not noticed they are gone
constexpr size_t kCallsPerChannel = 150;           // the server takes 200 calls on a connection

// --- tables that become files ------------------------------------------------------------------------------------

constexpr size_t kMostTableColumns = 100;      // no page shows more than 20
constexpr size_t kMostTableRows = 50'000;
constexpr size_t kLongestTableCell = 32'000;   // Excel takes 32,767
constexpr size_t kLongestTableTitle = 150;
constexpr size_t kMostTablesWaiting = 16;      // a large one takes a second

// --- calendars, by address -----------------------------------------------------------------------------------------

// A town hall, or a calendar service that fetches for many, may stand behind one address.
constexpr size_t kCalendarsAtOnce = 300;
constexpr size_t kCalendarsPerSecond = 2;
constexpr size_t kWrongCalendarCosts = 10;       // as many right ones: 30 guesses, and then one each 5 s
constexpr size_t kMostCalendarAddresses = 20'000;  // remembered; some 100 bytes each

// --- sessions ----------------------------------------------------------------------------------------------------

constexpr seconds kSessionIdle{30 * 60};
constexpr seconds kSessionAbsolute{10 * 60 * 60};
constexpr size_t kMostSessions = 50'000;      // every leader of a large municipality, some of them several times
constexpr size_t kMostSessionsPerPerson = 10;  // devices; the one longest unused ends for an eleventh

}  // namespace arshjul::gateway
