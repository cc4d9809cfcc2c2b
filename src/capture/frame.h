#pragma once

#include "base/bytes.h"
#include "base/origin.h"

#include <cstdint>
#include <string>

namespace petze {

/// LINKTYPE_ values of the tcpdump group's registry; those that conversation/link/ reads are
/// named there.
using LinkType = std::uint16_t;

/// The program on the phone that a packet belongs to, where the capture names it (PCAPdroid's
/// trailer and pcapng blocks, NFLOG, PKTAP). Interned: one object for each uid and name, alive as
/// long as the reader that met it, so that packets and flows carry a pointer.
struct App {
    std::int32_t uid{};  // no_uid where only the name is known
    std::string package; // "com.example"; empty where only the uid is known
    std::string name;    // as shown to the phone's owner

    static constexpr std::int32_t no_uid = -1;

    bool operator==(App const&) const = default;
};

/// One captured frame. `bytes` points into the block it came in and dies with it.
struct Frame {
    Bytes bytes; // as captured, without a trailer that names the app
    std::uint32_t
        wire_length{}; // as it was on the wire; more than bytes.size() where snaplen cut it
    LinkType link{};
    Stamp stamp;
    App const* app{}; // null where the capture does not say
};

} // namespace petze
