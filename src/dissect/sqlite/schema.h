#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace petze::sqlite {

/// What the table of tables says of one.
struct Table {
    std::string name{};
    std::vector<std::string> columns{};
    std::uint64_t root{}; // page
    bool is_index{};
};

/// The names of columns out of "CREATE TABLE …", in their order in the record; empty where the
/// statement is another. In tables without row ids the key's columns come first.
Table parse_table(std::string_view sql);

} // namespace petze::sqlite
