#include "dissect/sqlite/schema.h"

#include "base/limits.h"
#include "base/text.h"

#include <algorithm>

namespace petze::sqlite {

namespace {

/// The first word of a column's definition, without its quotes.
std::string first_word(std::string_view text)
{
    text = trim(text);
    if (text.empty())
        return {};
    constexpr std::string_view quotes = "\"'`[";
    if (auto const kind = quotes.find(text.front()); kind != npos) {
        auto const closing = text.front() == '[' ? ']' : text.front();
        auto const end = text.find(closing, 1);
        return std::string{text.substr(1, end == npos ? end : end - 1)};
    }
    return std::string{text.substr(0, text.find_first_of(" \t\r\n(,"))};
}

// A table's constraints stand among its columns.
bool is_constraint(std::string const& word)
{
    constexpr std::string_view words[] = {"constraint", "primary", "unique", "check", "foreign"};
    return std::any_of(std::begin(words), std::end(words),
                       [&](std::string_view one) { return equal_ignoring_case(word, one); });
}

} // namespace

Table parse_table(std::string_view sql)
{
    Table table;
    auto const open = sql.find('(');
    if (open == npos || sql.size() < 12 || !equal_ignoring_case(sql.substr(0, 6), "create"))
        return table;
    int depth = 0;
    char quote = 0;
    auto begin = open + 1;
    for (auto at = begin; at < sql.size(); ++at) {
        char const c = sql[at];
        if (quote != 0) {
            quote = c == quote ? '\0' : quote;
        } else if (c == '"' || c == '\'' || c == '`') {
            quote = c;
        } else if (c == '(') {
            ++depth;
        } else if ((c == ',' && depth == 0) || (c == ')' && depth-- == 0)) {
            auto word = first_word(sql.substr(begin, at - begin));
            if (!word.empty() && !is_constraint(word)
                && table.columns.size() < limits::sqlite_columns)
                table.columns.push_back(std::move(word));
            begin = at + 1;
            if (c == ')')
                break;
        }
    }
    return table;
}

} // namespace petze::sqlite
