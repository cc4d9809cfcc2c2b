#include "dissect/coding/coding.h"

#include "base/text.h"
#include "dissect/coding/decoders.h"

namespace petze {

namespace {

/// One row for each coding, in the order of the enum.
struct Row {
    std::string_view name;
    bool declared; // a header may name it
    std::unique_ptr<Decoder> (*make)();
};
constexpr Row rows[] = {
    {"gzip", true, decoders::gzip},
    {"deflate", true, decoders::deflate},
    {"br", true, decoders::brotli},
    {"zstd", true, decoders::zstd},
    {"base64", true, decoders::base64},
    {"hex", false, decoders::hex},
    {"quoted-printable", true, decoders::quoted_printable},
    {"entities", false, decoders::entities},
};

Row const& row(Coding coding)
{
    return rows[static_cast<std::size_t>(coding)];
}

} // namespace

std::string_view name_of(Coding coding)
{
    return row(coding).name;
}

std::optional<Coding> coding_named(std::string_view name)
{
    if (name.size() > 2 && equal_ignoring_case(name.substr(0, 2), "x-"))
        name.remove_prefix(2); // RFC 9110 §8.4.1.3: "x-gzip" is "gzip"
    for (std::size_t i = 0; i < std::size(rows); ++i)
        if (rows[i].declared && equal_ignoring_case(name, rows[i].name))
            return static_cast<Coding>(i);
    return {};
}

std::optional<Coding> coding_of(Bytes first)
{
    using namespace std::string_view_literals;
    auto const text = as_text(first);
    if (text.starts_with("\x1f\x8b\x08"sv))
        return Coding::gzip; // RFC 1952 §2.3.1: ID1, ID2, CM
    if (text.starts_with("\x28\xb5\x2f\xfd"sv))
        return Coding::zstd; // RFC 8878 §3.1.1
    return {};
}

std::unique_ptr<Decoder> make_decoder(Coding coding)
{
    return row(coding).make();
}

} // namespace petze
