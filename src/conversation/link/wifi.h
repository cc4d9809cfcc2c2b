#pragma once

#include "conversation/link/link.h"

namespace petze {

/// IEEE 802.11 as monitors record it: data frames that are not encrypted, with RFC 1042's LLC and
/// SNAP inside. Other frames carry no data: their payload has type 0. Encrypted ones are the flaw
/// "Wi-Fi frame is encrypted".
Decoded<LinkPayload> decode_wifi(Bytes frame);

/// The same behind a radiotap header (radiotap.org), which says whether a checksum follows.
Decoded<LinkPayload> decode_radiotap(Bytes frame);

/// The same behind headers that begin with their own length: AVS (big-endian, offset 4), Prism
/// and PPI (little-endian).
Decoded<LinkPayload> decode_avs(Bytes frame);
Decoded<LinkPayload> decode_prism(Bytes frame);
Decoded<LinkPayload> decode_ppi(Bytes frame);

} // namespace petze
