# cmake -DOUT=resources.cpp -DROOT=dir -DFILES="a;b" -P embed.cmake
# Writes each file as an array of bytes, and resource(), which finds one by its name under ROOT.
string(REPLACE "|" ";" FILES "${FILES}")
set(arrays "")
set(rows "")
set(number 0)
foreach(file IN LISTS FILES)
  file(READ ${ROOT}/${file} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND arrays "constexpr std::uint8_t bytes_${number}[] = {${bytes}};\n")
  string(APPEND rows "    {\"${file}\", bytes_${number}},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUT} "// Made by src/report/embed.cmake.
#include \"report/resources.h\"

#include <cstdint>

namespace petze {
namespace {

${arrays}
struct Row {
    std::string_view name;
    Bytes bytes;
};
constexpr Row rows[] = {
${rows}};

} // namespace

std::string_view resource(std::string_view name)
{
    for (auto const& row : rows)
        if (row.name == name)
            return as_text(row.bytes);
    return {};
}

} // namespace petze
")
