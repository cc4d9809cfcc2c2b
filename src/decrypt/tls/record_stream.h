#pragma once

#include "base/byte_reader.h"
#include "base/origin.h"
#include "decrypt/tls/handshake_stream.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace petze::tls {

inline constexpr std::size_t record_header_bytes = 5;

/// One whole record, as it travelled (RFC 8446 section 5.1).
struct Record {
    ContentType type{};
    std::uint16_t version{};
    Bytes header{}; // its five bytes: what TLS 1.3 authenticates
    Bytes body{};   // valid until the sink returns
    Stamp stamp{};  // of the packet that completed it; reaches back to its first
    // Of DTLS, which states it: epoch << 48 | sequence number. TLS counts.
    std::optional<std::uint64_t> number{};
};

/// What is missing before a record.
struct LostRecords {
    std::uint64_t stream_bytes{};           // headers included
    std::optional<std::uint64_t> records{}; // how many, where that is certain
    // The last bytes before the record that follows, as far as they were seen: its initialisation
    // vector in TLS 1.0, and the MAC behind it (RFC 7366).
    Bytes before{};
    // The keys of the record that follows may be newer than the gap: not all of what is missing
    // was protected by them.
    bool across_keys{};
};

/// As much of LostRecords::before as anybody needs: a block, and the longest MAC.
inline constexpr std::size_t tail_bytes = 64;

class RecordSink {
public:
    virtual ~RecordSink() = default;
    virtual void record(Record const& record) = 0;
    /// Told before the record that follows, or at the end.
    virtual void lost(LostRecords const& lost) = 0;
};

/// Cuts one direction of a TLS connection into whole records. After a gap it goes on with the next
/// record: where the gap lies inside one, its length tells where that is; else what looks like the
/// head of a record, and is followed by another one or by the end, is taken for one.
class RecordStream {
public:
    void take(Bytes piece, Stamp const& stamp, RecordSink& sink);
    void gap(std::uint64_t count, RecordSink& sink);
    /// Nothing more comes.
    void finish(RecordSink& sink);

private:
    void take_skipped(Bytes& piece);
    void take_record(Bytes& piece, Stamp const& stamp, RecordSink& sink);
    void take_searched(Bytes& piece, Stamp const& stamp, RecordSink& sink);
    bool find_record(bool ended);
    void tell(Bytes record, Stamp const& stamp, RecordSink& sink);
    void tell_lost(RecordSink& sink);
    void remember(Bytes passed);
    void begin_search();

    std::vector<std::uint8_t> m_held; // of a record that is not whole; or what is searched
    Stamp m_first{};                  // of the first packet of what is held
    Stamp m_last{};                   // and of the last
    std::uint64_t m_skip = 0;         // bytes to come of a record that is lost
    LostRecords m_lost{0, 0, {}, false};
    std::vector<std::uint8_t> m_before; // see LostRecords::before
    bool m_searching = false;
};

} // namespace petze::tls
