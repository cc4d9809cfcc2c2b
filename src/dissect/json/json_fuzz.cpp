#include "dissect/json/cut.h"
#include "dissect/json/json.h"

#include <cstdlib>

using namespace petze;

namespace {

/// Aborts where something is told that does not stand inside the document.
class Inside : public JsonSink {
public:
    explicit Inside(std::size_t size)
        : m_size(size)
    {
    }
    bool take(JsonText const& text) override
    {
        check(text.offset, text.length);
        return ++m_told < 10'000;
    }
    void skipped(std::size_t offset, std::size_t length) override { check(offset, length); }

private:
    void check(std::size_t offset, std::size_t length) const
    {
        if (offset > m_size || length > m_size - offset)
            std::abort();
    }

    std::size_t m_size;
    std::size_t m_told = 0;
};

} // namespace

// The first byte says whether a damaged document is mended.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    if (size == 0)
        return 0;
    std::string document{reinterpret_cast<char const*>(data) + 1, size - 1};
    Inside inside{document.size()};
    read_json(document, data[0] & 1 ? Mend::yes : Mend::no, inside);
    if (document.size() != size - 1)
        std::abort();
    auto const cut = json::cut(document);
    if (cut.at > document.size() || (cut.is_string && document[cut.at] != '"'))
        std::abort();
    json::PassingString string;
    std::string text;
    auto const rest = std::string_view{document}.substr(cut.at);
    if (string.take(rest, text) > rest.size() || text.size() > rest.size())
        std::abort();
    auto second = cut.opening + std::string{rest};
    Inside inside_second{second.size()};
    read_json(second, Mend::yes, inside_second);
    return 0;
}
