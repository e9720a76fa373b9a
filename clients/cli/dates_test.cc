#include "dates.h"

#include <gtest/gtest.h>

#include <vector>

namespace arshjul::cli {
namespace {

TEST(DateText, ReadsAsPeopleWrite) {
  struct Row {
    std::string date, bokmal, nynorsk, swedish, english;
  };
  const std::vector<Row> rows = {
      {"2016-03-20", "20. mars 2016", "20. mars 2016", "20 mars 2016", "20 March 2016"},
      {"2014-08-05", "5. august 2014", "5. august 2014", "5 augusti 2014", "5 August 2014"},
      {"2016-02-29", "29. februar 2016", "29. februar 2016", "29 februari 2016", "29 February 2016"},
      {"2015-02-29", "2015-02-29", "2015-02-29", "2015-02-29", "2015-02-29"},  // no such day
      {"2015-13-01", "2015-13-01", "2015-13-01", "2015-13-01", "2015-13-01"},
      {"Y-1-08-15", "Y-1-08-15", "Y-1-08-15", "Y-1-08-15", "Y-1-08-15"},
      {"snart", "snart", "snart", "snart", "snart"},
      {"", "", "", "", ""},
  };
  const Texts bokmal("nb"), nynorsk("nn"), swedish("sv"), english("en");
  for (const Row& row : rows) {
    EXPECT_EQ(DateText(bokmal, row.date), row.bokmal);
    EXPECT_EQ(DateText(nynorsk, row.date), row.nynorsk);
    EXPECT_EQ(DateText(swedish, row.date), row.swedish);
    EXPECT_EQ(DateText(english, row.date), row.english);
  }
}

TEST(MomentText, IsTheTimeInOslo) {
  const Texts texts("nb");
  EXPECT_EQ(MomentText(texts, 1411653600), "25. september 2014 kl. 16:00");  // summer: 14:00 UTC
  EXPECT_EQ(MomentText(texts, 1420070400), "1. januar 2015 kl. 01:00");      // winter: 00:00 UTC
  EXPECT_EQ(DayText(texts, 1420066800 - 1), "31. desember 2014");
  EXPECT_EQ(DayText(texts, 1420066800), "1. januar 2015");  // midnight in Oslo
}

}  // namespace
}  // namespace arshjul::cli
