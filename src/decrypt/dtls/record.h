#pragma once

#include "base/byte_reader.h"
#include "base/origin.h"
#include "decrypt/tls/record_stream.h"

#include <cstdint>

namespace petze::dtls {

/// RFC 6347 section 4.1: type, version, epoch, sequence number, length.
inline constexpr std::size_t record_header_bytes = 13;

/// The next record of a datagram, its number as the header states it. Where the datagram ends
/// inside it, or it is no record, `datagram` has failed, and the record holds what is there. Views
/// point into the datagram.
tls::Record next_record(ByteReader& datagram, Stamp const& stamp);

inline std::uint16_t epoch_of(tls::Record const& record)
{
    return static_cast<std::uint16_t>(record.number.value_or(0) >> 48);
}

/// Whether a datagram is made of records of DTLS 1.0 or 1.2, and of nothing else: content type,
/// version, an epoch of the first few, lengths that fit. Behind them may be those of DTLS 1.3.
bool is_datagram(Bytes datagram);

/// Whether a datagram that comes with others of DTLS belongs to them (RFC 7983 section 7): so that
/// what is cut off, or of DTLS 1.3, is one too.
bool belongs(Bytes datagram);

/// Whether an encrypted record of DTLS 1.3 may begin here (RFC 9147 section 4).
bool has_unified_header(Bytes record);

} // namespace petze::dtls
