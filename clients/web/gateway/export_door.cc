#include "export_door.h"

#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "bounds.h"
#include "csv.h"
#include "file_name.h"
#include "table.h"
#include "workbook.h"

namespace arshjul::gateway {
namespace {

constexpr char kRoute[] = "/export";
constexpr char kCsvType[] = "text/csv; charset=utf-8";
constexpr char kWorkbookType[] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

bool IsJson(const Head& head) {
  const std::string_view type = head.Value("Content-Type");
  return SameWord(type.substr(0, type.find(';')), "application/json") && head.Find("Content-Encoding") == nullptr;
}

void GiveFile(const Exchange& exchange) {
  std::variant<Table, Problem> read = ReadTable(exchange.request.body, exchange.language);
  if (const Problem* problem = std::get_if<Problem>(&read)) return exchange.Fail(*problem, kRoute);
  const Table& table = std::get<Table>(read);
  const bool csv = table.format == v1::TableExport::CSV;
  absl::StatusOr<std::string> file = csv ? CsvFile(table) : WorkbookFile(table);
  if (!file.ok()) return exchange.Fail(503, "busy", kRoute);
  Answer answer{.status = 200, .body = *std::move(file)};
  answer.fields = {{"Content-Type", csv ? kCsvType : kWorkbookType}, {"Content-Disposition", Attachment(table.title, csv ? "csv" : "xlsx")}};
  exchange.Give(std::move(answer), kRoute);
}

}  // namespace

ExportDoor::ExportDoor(Sessions& sessions) : sessions_(sessions), worker_(kMostTablesWaiting) {}

void ExportDoor::Handle(Exchange exchange) {
  const std::optional<Sessions::View> session = sessions_.Use(exchange.session_id);
  if (!session) return exchange.Fail(401, "unauthenticated", kRoute);
  if (exchange.path.segments.size() != 1 || !exchange.path.verb.empty()) return exchange.Fail(404, "unknown_path", kRoute);
  if (exchange.request.head.method != "POST") return exchange.FailMethod("POST", kRoute);
  if (!IsJson(exchange.request.head)) return exchange.Fail(415, "unsupported_media_type", kRoute);
  auto kept = std::make_shared<Exchange>(std::move(exchange));
  if (!worker_.Take([kept] { GiveFile(*kept); })) kept->Fail(503, "busy", kRoute);
}

}  // namespace arshjul::gateway
