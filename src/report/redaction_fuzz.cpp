#include "base/bytes.h"
#include "base/text.h"
#include "report/html.h"
#include "report/redaction.h"
#include "report/words.h"

#include <cstdlib>

using namespace petze;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

} // namespace

/// Texts from the wire: what comes out holds no value, nor markup, and is not much longer.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    static Redactor const redactor{{
        {"\u2039imei/0\u203a", {{"867602020000002", false}}},
        {"\u2039contacts/0/email\u203a", {{"anna@invented.example", true}}},
        {"\u2039contacts/0/name\u203a", {{"J\u00fcrgen Invented", false}}},
    }};
    auto const text = as_text(Bytes{data, size});
    auto const redacted = redactor.apply(text);
    for (auto const* value : {"867602020000002", "anna@invented.example", "anna%40invented.example",
                              "ODY3NjAyMDIwMDAwMDAy", "383637363032303230303030303032"})
        require(lower(redacted).find(lower(value)) == std::string::npos);
    require(redacted.size() <= text.size() * 4 + 64);
    auto const html = escape_html(text);
    require(html.find_first_of("<>\"'\033") == std::string::npos);
    require(is_utf8(html));
    require(is_utf8(printable(text)));
    return 0;
}
