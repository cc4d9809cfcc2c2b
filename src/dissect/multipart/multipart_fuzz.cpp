#include "dissect/multipart/multipart.h"

#include <cstdlib>

using namespace petze;

namespace {

class Counter : public MultipartHandler {
public:
    void part_begins(HeaderLines const&) override
    {
        if (m_open)
            std::abort();
        m_open = true;
    }
    void part_data(Bytes piece) override
    {
        if (!m_open)
            std::abort();
        bytes += piece.size();
    }
    void lost() override {}
    void part_ends(bool) override
    {
        if (!m_open)
            std::abort();
        m_open = false;
    }
    void between_parts(Bytes piece) override { bytes += piece.size(); }

    std::size_t bytes = 0;

private:
    bool m_open = false;
};

} // namespace

// The first byte tells where the body is cut in two. Both ways give the same parts, which open
// and close in turn.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    if (size == 0)
        return 0;
    Bytes const body{data + 1, size - 1};
    Counter whole, parts;
    MultipartReader reader{"b", whole};
    reader.take(body);
    reader.finish();
    MultipartReader other{"b", parts};
    auto const split = data[0] % (body.size() + 1);
    other.take(body.first(split));
    other.take(body.subspan(split));
    other.finish();
    if (whole.bytes != parts.bytes || whole.bytes > size)
        std::abort();
    return 0;
}
