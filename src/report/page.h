#pragma once

#include "report/html.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// The parts of report.html, in the order of the page. Each writes one section, or nothing where
/// there is nothing to say.
namespace petze::page {

/// Everything that a part may name.
struct Content {
    Answer const& answer; // as presentable() made it
    ReportOptions const& options;
    Overview const& overview;
    Wording const& english;
    Wording const& german;

    Html html() const { return {english, german}; }
    LocalTime const& time() const { return english.speaker().time(); }
};

/// Rows of a table that stand in the document; the rest is data, and the script shows it.
inline constexpr std::size_t rows_shown = 50;
inline constexpr std::size_t cards_shown = 3;

std::string answer_body(Content const& content);
std::string data_body(Content const& content);      // what left: the ledger
std::string receivers_body(Content const& content); // who
std::string budget_body(Content const& content);    // what cannot have left
std::string time_body(Content const& content);      // when
std::string where_body(Content const& content);     // where to
std::string coverage_body(Content const& content);  // readable part
std::string files_body(Content const& content);
std::string findings_body(Content const& content); // all evidence
std::string method_body(Content const& content);
std::string words_body(Content const& content);

/// A section of the page.
struct Part {
    std::string_view id;
    std::string_view name; // key of the heading; with ".short" that of the contents
    std::string body;
};

/// A whole page: the answer, then its parts, numbered.
struct Page {
    std::string answer;
    std::vector<Part> parts; // those with an empty body are left out
    std::function<std::string(Wording const&)> subject, title;
};
std::string fill(Page page, Content const& content);

/// What the page's script works on: JSON that may stand inside a script element.
std::string script_data(Content const& content);

/// The timeline's figures: bytes sent for each lane and bin. One computation for figure and table.
struct Timeline {
    struct Lane {
        std::string endpoint; // empty: all others together
        std::vector<std::uint64_t> bins;
    };
    std::int64_t from_ns{}, to_ns{}; // the first bin begins, the last ends
    std::vector<Lane> lanes;         // endpoints with findings first, then by bytes
};
Timeline timeline_of(Answer const& answer, std::int64_t from_ns, std::int64_t to_ns,
                     std::size_t bins);

} // namespace petze::page
