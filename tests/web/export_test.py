#!/usr/bin/env python3
"""Tables as files, through the gateway: what a spreadsheet would see. The workbooks are read by Debian's openpyxl, the CSV by Python's own
reader.

usage: export_test.py BIN_DIR
"""
import csv
import datetime
import io
import os
import sys

import openpyxl

import browsing
from running import check

TABLE = {
    "title": "Tavle 2015, Lund skole",
    "columns": [{"title": "Enhet"}, {"title": "Forfalt", "kind": "NUMBER"}, {"title": "Frist", "kind": "DATE"}, {"title": "=HEADING()"}],
    "rows": [
        ["Lund skole", 4.5, "2014-08-29", "Åse; \"Ås\"\nto linjer"],
        ["=cmd|' /C calc'!A0", -3, None, "@SUM(A1:A9)"],
        ["-2+3", None, "2016-02-29", "+4,5"],
        ["", 0, "1999-12-31", "＝1+1"],
    ],
}


def expect(answer, status, reason=None):
    check(answer.status == status, "not %d but %s" % (status, answer))
    check(reason is None or answer.json()["reason"] == reason, "not %s but %s" % (reason, answer))
    return answer


def take(browser, form, table=TABLE):
    answer = expect(browser.ask("POST", "/export", {**table, "format": form}), 200)
    check(answer.headers["Cache-Control"] == "no-store" and answer.headers["X-Content-Type-Options"] == "nosniff", str(answer.headers))
    ending = "." + form.lower()
    check(answer.headers["Content-Disposition"] == "attachment; filename=\"Tavle 2015, Lund skole%s\"; filename*=UTF-8''Tavle%%202015%%2C%%20Lund%%20skole%s" % (ending, ending),
          answer.headers["Content-Disposition"])
    return answer


def as_csv(gateway, server, folder):
    browser = browsing.Browser(gateway)
    browser.sign_in("office")
    answer = take(browser, "CSV")
    check(answer.headers["Content-Type"] == "text/csv; charset=utf-8", str(answer.headers))
    check(answer.body.startswith(b"\xef\xbb\xbf") and answer.body.endswith(b"\r\n"), "a byte order mark, and RFC 4180's line ends")
    rows = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"), newline=""), delimiter=";"))
    check(rows == [["Enhet", "Forfalt", "Frist", "'=HEADING()"],
                   ["Lund skole", "4,5", "2014-08-29", "Åse; \"Ås\"\nto linjer"],
                   ["'=cmd|' /C calc'!A0", "-3", "", "'@SUM(A1:A9)"],
                   ["'-2+3", "", "2016-02-29", "+4,5"],
                   ["", "0", "1999-12-31", "'＝1+1"]], str(rows))
    browser.close()


def as_workbook(gateway, server, folder):
    browser = browsing.Browser(gateway)
    browser.sign_in("tor-sunde")
    answer = take(browser, "XLSX")
    check(answer.headers["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", str(answer.headers))
    book = openpyxl.load_workbook(io.BytesIO(answer.body))
    check(book.sheetnames == ["Tavle 2015, Lund skole"], str(book.sheetnames))
    sheet = book.active
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    day = datetime.datetime
    check(values == [["Enhet", "Forfalt", "Frist", "=HEADING()"],
                     ["Lund skole", 4.5, day(2014, 8, 29), "Åse; \"Ås\"\nto linjer"],
                     ["=cmd|' /C calc'!A0", -3, None, "@SUM(A1:A9)"],
                     ["-2+3", None, day(2016, 2, 29), "+4,5"],
                     [None, 0, day(1999, 12, 31), "＝1+1"]], str(values))
    kinds = [[cell.data_type for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    # openpyxl itself takes what begins with = for a formula when it reads a text; the file must not say so.
    check(all(kind in "sndf" for row in kinds for kind in row), str(kinds))
    check(sheet["B2"].data_type == "n" and sheet["C2"].is_date and sheet["A2"].data_type == "s", "numbers are numbers, days are days")
    check(all(cell.font.bold for cell in sheet[1]) and not sheet["A2"].font.bold, "a bold heading")
    check(sheet.freeze_panes == "A2", "that stays in sight")
    check(sheet.column_dimensions["A"].width > sheet.column_dimensions["B"].width > 5, "wide enough")
    import zipfile
    parts = zipfile.ZipFile(io.BytesIO(answer.body))
    check(parts.testzip() is None and b"<f>" not in parts.read("xl/worksheets/sheet1.xml"), "no formula anywhere")
    browser.close()


def who_and_how_much(gateway, server, folder):
    stranger = browsing.Browser(gateway)
    expect(stranger.ask("POST", "/export", {**TABLE, "format": "CSV"}), 401, "UNAUTHENTICATED")
    browser = browsing.Browser(gateway)
    browser.sign_in("tor-sunde")
    table = {**TABLE, "format": "CSV"}
    for fields in ({"Arshjul_Request": None}, {"Origin": "https://evil.example"}, {"Sec_Fetch_Site": "cross-site"}):
        expect(browser.ask("POST", "/export", table, **fields), 403, "CROSS_SITE")
    expect(browser.get("/export"), 405)
    expect(browser.ask("POST", "/export/x", table), 404)
    expect(browser.ask("POST", "/export", table, Content_Type="text/plain"), 415)
    expect(browser.ask("POST", "/export", table, Content_Encoding="gzip"), 415)
    wrong = expect(browser.ask("POST", "/export", {**table, "rows": [["a"], ["a", "x", "y", 1]]}), 400, "INVALID_INPUT").json()
    check([error["pointer"] for error in wrong["errors"]] == ["/rows/0", "/rows/1/1", "/rows/1/2", "/rows/1/3"], str(wrong))
    expect(browser.ask("POST", "/export", b'{"title":'), 400, "UNREADABLE_BODY")
    expect(browser.ask("POST", "/export", {**table, "title": "x" * 151}), 400, "INVALID_INPUT")
    # As large as it may be, and then larger.
    wide = {"title": "Stor", "format": "XLSX", "columns": [{"title": "Enhet"}, {"title": "Antall", "kind": "NUMBER"}], "rows": [["Enhet %d" % n, n] for n in range(50_000)]}
    large = expect(browser.ask("POST", "/export", wide), 200)
    sheet = openpyxl.load_workbook(io.BytesIO(large.body), read_only=True).active
    check(sheet.max_row == 50_001, str(sheet.max_row))
    expect(browser.ask("POST", "/export", {**wide, "rows": wide["rows"] + [["en til", 1]]}), 400, "INVALID_INPUT")
    head = "POST /export HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nArshjul-Request: 1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    told = browsing.raw(gateway.port, (head % (browser.host, browser.cookie, (4 << 20) + 1)).encode())
    check(told.startswith(b"HTTP/1.1 413 ") and b"4194304" in told, str(told[-300:]))
    browser.close()
    again = browsing.Browser(gateway)
    again.sign_in("office")
    check(take(again, "CSV").status == 200, "it goes on")
    check("Lund skole" not in gateway.log(), "nothing of it is logged")
    again.close()
    stranger.close()


def main():
    programs = os.path.abspath(sys.argv[1])
    for act in (as_csv, as_workbook, who_and_how_much):
        browsing.try_in_front(programs, act)
    print("exports: ok")


if __name__ == "__main__":
    main()
