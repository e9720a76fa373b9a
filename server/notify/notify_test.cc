#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "base/codec.h"
#include "base/words.h"
#include "messages/messages.h"
#include "notify/demo_addresses.h"
#include "notify/log_notifier.h"
#include "notify/mail_spool.h"

namespace arshjul::notify {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

Notice Reminder() {
  Notice notice;
  notice.id = "17";
  notice.municipality = "loten";
  notice.municipality_name = "Løten kommune";
  notice.person = "p-1";
  notice.person_name = "Åse Lund";
  notice.address = "ase.lund@example.org";
  notice.language = "nb";
  notice.message = "reminder";
  notice.items = {{"Foreslå ambisjon", "Lund skole", MakeDate(2014, 9, 25)}, {"Dialog", "", std::nullopt}};
  notice.time = Instant(MakeDate(2014, 9, 18)) + std::chrono::hours(6);
  return notice;
}

class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "arshjul-spool-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::vector<std::string> Files(const std::string& part) const {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(path_ / "spool" / part)) files.push_back(entry.path());
    return files;
  }
  std::string Spool() const { return path_ / "spool"; }

 private:
  std::filesystem::path path_;
};

std::string Contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> HeaderLines(const std::string& mail) {
  std::vector<std::string> lines;
  std::istringstream in(mail.substr(0, mail.find("\r\n\r\n")));
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

TEST(Notice, SurvivesTheCodec) {
  Notice copy;
  ASSERT_TRUE(Decode(Encode(Reminder()), copy));
  EXPECT_EQ(copy, Reminder());
}

TEST(Compose, IsALetterInTheLanguage) {
  Letter letter = Compose(Reminder());
  EXPECT_EQ(letter.subject, "Påminnelse: oppgaver i årshjulet");
  EXPECT_EQ(letter.body,
            "Hei Åse Lund,\n\nDette venter på deg i årshjulet:\n\n- Foreslå ambisjon, Lund skole, frist 25.09.2014\n- Dialog\n\n"
            "Hilsen Årshjul for Løten kommune. Denne e-posten kan ikke besvares.\n");
  Notice english = Reminder();
  english.language = "en";
  EXPECT_THAT(Compose(english).body, HasSubstr("- Foreslå ambisjon, Lund skole, due 2014-09-25\n"));
}

TEST(Compose, KnowsEveryMessageOfTheCatalogue) {
  for (const auto& [key, text] : messages::CatalogueOf("nb")) {
    if (!key.starts_with("notify.") || !key.ends_with(".subject")) continue;
    Notice notice = Reminder();
    notice.message = key.substr(7, key.size() - 7 - 8);
    notice.args = {{"cycle", "2015"}};
    Letter letter = Compose(notice);
    EXPECT_THAT(letter.subject, Not(HasSubstr("{"))) << key;
    EXPECT_THAT(letter.body, Not(HasSubstr("{"))) << key;
    EXPECT_THAT(letter.body, Not(HasSubstr("notify."))) << key << " has a subject but no body";
  }
}

TEST(Compose, ADayIsWrittenAsTheLanguageWritesIt) {
  Notice notice = Reminder();
  notice.message = "help_asked";
  notice.args = {{"by", "Tor"}, {"answer_by", "2014-08-22"}};
  EXPECT_THAT(Compose(notice).body, HasSubstr("Du blir bedt om hjelp av Tor med dette i årshjulet, helst innen 22.08.2014:\n"));
  notice.language = "sv";
  EXPECT_THAT(Compose(notice).body, HasSubstr("2014-08-22"));
}

TEST(Compose, ALineBreakInATitleBeginsNoLine) {
  Notice notice = Reminder();
  notice.items = {{"a\nb", "c\rd", std::nullopt}};
  notice.person_name = "x\ny";
  EXPECT_THAT(Compose(notice).body, HasSubstr("Hei x y,"));
  EXPECT_THAT(Compose(notice).body, HasSubstr("- a b, c d\n"));
}

TEST(ToMail, HasItsHeaders) {
  absl::StatusOr<std::string> mail = ToMail(Reminder(), "arshjul@loten.example");
  ASSERT_TRUE(mail.ok()) << mail.status();
  std::vector<std::string> lines = HeaderLines(*mail);
  auto has = [&](const std::string& line) { EXPECT_THAT(lines, ::testing::Contains(line + "\r")); };
  has("From: =?UTF-8?B?w4Vyc2hqdWw=?= <arshjul@loten.example>");
  has("To: =?UTF-8?B?w4VzZSBMdW5k?=");
  has(" <ase.lund@example.org>");
  has("Subject: =?UTF-8?B?UMOlbWlubmVsc2U6IG9wcGdhdmVyIGkgw6Vyc2hqdWxldA==?=");
  has("Date: Thu, 18 Sep 2014 06:00:00 +0000");
  EXPECT_THAT(*mail, HasSubstr("- Foresl=C3=A5 ambisjon, Lund skole, frist 25.09.2014\r\n"));
  EXPECT_TRUE(std::all_of(mail->begin(), mail->end(), [](char c) { return c == '\r' || c == '\n' || (c >= ' ' && c <= '~'); }));
}

TEST(ToMail, NothingWrittenByPeopleBecomesAHeader) {
  const std::string evil = "x\r\nBcc: everybody@example.org\r\n\r\nBody";
  Notice notice = Reminder();
  notice.id = notice.municipality = notice.municipality_name = notice.person_name = notice.message = evil;
  notice.items = {{evil, evil, std::nullopt}};
  notice.args = {{"cycle", evil}, {evil, evil}};
  absl::StatusOr<std::string> mail = ToMail(notice, "arshjul@loten.example");
  ASSERT_TRUE(mail.ok()) << mail.status();
  for (const std::string& line : HeaderLines(*mail)) EXPECT_FALSE(line.starts_with("Bcc")) << *mail;
  EXPECT_THAT(HeaderLines(*mail), ::testing::Contains("MIME-Version: 1.0\r"));
}

TEST(ToMail, RefusesWhatIsNoAddress) {
  const std::vector<std::string> rows = {"a",        "@b",         "a@",          "a@b@c",        "a b@c",           "a@b\r\nBcc: c@d",
                                         "<a@b>",    "a@b,c@d",    "\"a\"@b",     "å@b",          std::string("a\0@b", 4), std::string(250, 'a') + "@b.no"};
  for (const std::string& address : rows) {
    Notice notice = Reminder();
    notice.address = address;
    EXPECT_EQ(ToMail(notice, "arshjul@loten.example").status().code(), absl::StatusCode::kInvalidArgument) << address;
    EXPECT_FALSE(MakeMailSpool({"unused", address}).ok()) << address;
  }
  EXPECT_TRUE(IsMailAddress("first.last+tag@sub.example.org"));
}

TEST(MailSpool, TheSameNoticeIsOneFile) {
  Folder folder;
  auto spool = MakeMailSpool({folder.Spool(), "arshjul@loten.example"});
  ASSERT_TRUE(spool.ok()) << spool.status();
  ASSERT_TRUE((*spool)->Deliver(Reminder()).ok());
  std::vector<std::string> first = folder.Files("new");
  ASSERT_THAT(first, SizeIs(1));
  std::string mail = Contents(first[0]);
  EXPECT_EQ(mail, *ToMail(Reminder(), "arshjul@loten.example"));
  ASSERT_TRUE((*spool)->Deliver(Reminder()).ok());
  EXPECT_EQ(folder.Files("new"), first);
  EXPECT_EQ(Contents(first[0]), mail);

  Notice other = Reminder();
  other.id = "18";
  ASSERT_TRUE((*spool)->Deliver(other).ok());
  other.municipality = "lund";  // ids are the municipality's own
  ASSERT_TRUE((*spool)->Deliver(other).ok());
  EXPECT_THAT(folder.Files("new"), SizeIs(3));
  EXPECT_THAT(folder.Files("tmp"), SizeIs(0));
  EXPECT_EQ(std::filesystem::status(folder.Spool()).permissions(), std::filesystem::perms::owner_all);
}

TEST(MailSpool, APersonWithoutAddressGetsNoFile) {
  Folder folder;
  auto spool = MakeMailSpool({folder.Spool(), "arshjul@loten.example"});
  ASSERT_TRUE(spool.ok()) << spool.status();
  Notice notice = Reminder();
  notice.address = "";
  EXPECT_TRUE((*spool)->Deliver(notice).ok());
  EXPECT_THAT(folder.Files("new"), SizeIs(0));
}

TEST(MailSpool, AFolderThatIsGoneIsAnErrorToRetry) {
  Folder folder;
  auto spool = MakeMailSpool({folder.Spool(), "arshjul@loten.example"});
  ASSERT_TRUE(spool.ok()) << spool.status();
  std::filesystem::remove_all(folder.Spool());
  absl::Status status = (*spool)->Deliver(Reminder());
  EXPECT_FALSE(status.ok());
  EXPECT_NE(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr(folder.Spool()));
}

TEST(MailSpool, SeveralThreadsAtOnce) {
  Folder folder;
  auto spool = MakeMailSpool({folder.Spool(), "arshjul@loten.example"});
  ASSERT_TRUE(spool.ok()) << spool.status();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < 10; ++k) {
        Notice notice = Reminder();
        notice.id = std::to_string(k);
        EXPECT_TRUE((*spool)->Deliver(notice).ok());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(folder.Files("new"), SizeIs(10));
  EXPECT_THAT(folder.Files("tmp"), SizeIs(0));
}

TEST(LogNotifier, OneLineByIds) {
  std::ostringstream out;
  auto logger = std::make_shared<spdlog::logger>("notify", std::make_shared<spdlog::sinks::ostream_sink_mt>(out));
  logger->set_pattern("%v");
  Notice notice = Reminder();
  notice.person = "p\n1";
  ASSERT_TRUE(MakeLogNotifier(logger)->Deliver(notice).ok());
  EXPECT_EQ(out.str(), "notice {\"has_address\":true,\"id\":\"17\",\"items\":2,\"message\":\"reminder\",\"municipality\":\"loten\",\"person\":\"p\\n1\"}\n");
}

TEST(LogNotifier, SaysThatSomebodyHasNoAddress) {
  std::ostringstream out;
  auto logger = std::make_shared<spdlog::logger>("notify", std::make_shared<spdlog::sinks::ostream_sink_mt>(out));
  Notice notice = Reminder();
  notice.address = "";
  ASSERT_TRUE(MakeLogNotifier(logger)->Deliver(notice).ok());
  EXPECT_THAT(out.str(), HasSubstr("\"has_address\":false"));
}

TEST(DemoAddresses, AreForThoseWhoHaveNone) {
  struct Row {
    std::string person, municipality, address, expected;
  };
  const std::vector<Row> rows = {
      {"tor-sunde", "loten", "", "tor-sunde@loten.example"},
      {"tor-sunde", "loten", "tor@loten.kommune.no", "tor@loten.kommune.no"},
      {"Åse, Ås", "Løten", "", "ase-as@loten.example"},
      {"p1", "a@b\r\nBcc: c", "", "p1@a-b-bcc-c.example"},
  };
  for (const Row& row : rows) {
    Folder folder;
    auto spool = MakeMailSpool({folder.Spool(), "arshjul@loten.example"});
    ASSERT_TRUE(spool.ok()) << spool.status();
    auto demo = MakeDemoAddresses(*std::move(spool));
    Notice notice = Reminder();
    notice.person = row.person;
    notice.municipality = row.municipality;
    notice.address = row.address;
    ASSERT_TRUE(demo->Deliver(notice).ok()) << row.person;
    ASSERT_THAT(folder.Files("new"), SizeIs(1)) << row.person;
    EXPECT_THAT(HeaderLines(Contents(folder.Files("new")[0])), ::testing::Contains(" <" + row.expected + ">\r"));
  }
}

}  // namespace
}  // namespace arshjul::notify
