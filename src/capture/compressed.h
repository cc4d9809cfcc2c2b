#pragma once

#include "base/limits.h"
#include "capture/byte_source.h"

#include <vector>

namespace petze {

/// What the compressed sources have in common: packed bytes are read in blocks, and a stream that
/// ends or breaks before its end is a flaw, a literal.
class Compressed : public ByteSource {
public:
    explicit Compressed(std::unique_ptr<ByteSource> inner)
        : m_inner(std::move(inner))
        , m_buffer(limits::capture_block)
    {
    }
    std::string_view flaw() const override { return m_flaw; }

protected:
    Result<Bytes> more()
    {
        PETZE_TRY(auto const got, m_inner->read(m_buffer));
        return Bytes{m_buffer}.first(got);
    }
    void fail(std::string_view what) { m_flaw = what; }
    bool ok() const { return m_flaw.empty(); }

private:
    std::unique_ptr<ByteSource> m_inner;
    std::vector<std::uint8_t> m_buffer;
    std::string_view m_flaw;
};

/// Undoes xz (https://tukaani.org/xz/xz-file-format.txt), several streams and the padding between
/// them too.
std::unique_ptr<ByteSource> make_xz_source(std::unique_ptr<ByteSource> inner);

} // namespace petze
