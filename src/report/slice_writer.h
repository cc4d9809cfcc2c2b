#pragma once

#include "base/limits.h"
#include "base/result.h"
#include "base/tally.h"
#include "capture/frame.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// Writes the packets of conversations, each into a pcapng file of its own that Wireshark opens:
/// evidence/flow-<flow_id>.pcapng, with the number that each packet had in its capture and the
/// secrets of that connection alone. Thousands are written at a time: what is said of them waits
/// in memory, bounded over all, and goes to the disk without a descriptor held.
class SliceWriter {
public:
    struct Bounds {
        std::uint64_t slice_bytes = limits::slice_bytes;
        std::size_t slices = limits::slices;
        std::size_t held_bytes = limits::slice_held_bytes;
    };

    /// `folder` is the staging folder of the output; `capture_names` are those that the report
    /// uses, by Stamp::capture.
    SliceWriter(std::filesystem::path folder, std::vector<std::string> capture_names);
    SliceWriter(std::filesystem::path folder, std::vector<std::string> capture_names,
                Bounds const& bounds);

    /// Begins the slice of a conversation; `comment` says what it is. Returns its path for the
    /// report, empty where there are too many. Opened again, it goes on.
    std::string open(std::uint64_t flow_id, std::string_view comment,
                     std::string_view secrets = {});

    enum class Added { yes, slice_full, no_slice };
    /// The next packet of a conversation. One that does not fit any more is left out, and so is
    /// every later one: a slice has no holes.
    Added add(std::uint64_t flow_id, Frame const& frame);

    /// Everything written. The first trouble with the disk, of this and of what came before.
    Result<void> close();

    /// Packets and slices that were left out because of the bounds.
    Tally const& tally() const { return m_tally; }

private:
    struct Slice {
        std::string held;            // blocks not yet on the disk
        std::vector<LinkType> links; // by number of the interface
        std::uint64_t bytes = 0;     // in all
        bool on_disk = false;
        bool full = false;
    };

    static std::string path_of(std::uint64_t flow_id);
    static std::uint32_t interface_of(Slice& slice, LinkType link);
    std::string comment_of(Stamp const& stamp) const;
    void account(Slice& slice, std::size_t held_before);
    void write_held();
    void write_slice(std::uint64_t flow_id, Slice& slice);

    std::filesystem::path m_folder;
    std::vector<std::string> m_capture_names;
    Bounds m_bounds;
    std::map<std::uint64_t, Slice> m_slices; // in order, so that a full disk fails alike each time
    std::size_t m_held_bytes = 0;
    Result<void> m_status;
    Tally m_tally;
};

} // namespace petze
