#pragma once

#include "base/bytes.h"
#include "dissect/header/header_lines.h"

#include <cstddef>
#include <cstdint>
#include <memory>

struct nghttp3_qpack_decoder;

namespace petze::http3 {

/// The field sections of one side, unpacked (RFC 9204; nghttp3 underneath), from its encoder
/// stream and its request streams.
class QpackDecoder {
public:
    enum class Outcome {
        whole,
        blocked,    // needs inserts that the encoder stream has not brought yet
        missing,    // the same, and it never will
        malformed,  // read as far as it goes
        over_limit, // of bytes or fields; the rest is not kept
    };

    QpackDecoder();
    ~QpackDecoder();

    /// SETTINGS_QPACK_MAX_TABLE_CAPACITY of the other side: what insert counts are wrapped by
    /// (RFC 9204 §4.5.1.1). Without it, what browsers announce is taken.
    void announce(std::uint64_t capacity);
    /// There is an encoder stream.
    void open_stream() { m_has_stream = true; }
    /// What comes on the encoder stream. False where it cannot be read, and what follows is lost.
    bool take_inserts(Bytes piece);
    /// Bytes of the encoder stream are missing: nothing of it is read any more.
    void lose() { m_lost = true; }

    /// Appends the fields of a section; their offsets are places in it. `whole` is false where it
    /// was cut off.
    Outcome decode(Bytes section, bool whole, HeaderLines& out);
    /// How many inserts there have been, and how many the blocked section asked for.
    std::uint64_t inserts() const;
    std::uint64_t required() const { return m_required; }
    bool lost() const { return m_lost; }
    bool has_stream() const { return m_has_stream; }

private:
    struct Deleter {
        void operator()(nghttp3_qpack_decoder* decoder) const;
    };

    bool begin();
    void give_up();
    void drain();

    std::unique_ptr<nghttp3_qpack_decoder, Deleter> m_decoder; // made when it is needed
    std::uint64_t m_capacity;
    std::uint64_t m_required = 0;
    bool m_has_stream = false;
    bool m_fed = false; // from that stream
    bool m_lost = false;
};

} // namespace petze::http3
