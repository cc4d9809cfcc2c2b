#pragma once

#include "base/result.h"
#include "base/tally.h"
#include "capture/frame.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace petze {

/// Frames that were read together, and the bytes they point into. Reused: hand it back to the
/// reader and nothing is allocated.
struct FrameBlock {
    std::vector<Frame> frames;
    std::vector<std::uint8_t> buffer; // the first `used` bytes are of the capture
    std::size_t used{};
};

/// A regular file or standard input, opened once and read in large blocks, in constant memory.
/// Knows pcap (both byte orders, micro- and nanoseconds) and pcapng, plain, gzip, zstd or xz.
///
/// Damage in the middle or a cut end is a flaw: counted in tally(), and what stands before it
/// has been handed out. Only a file that cannot be opened, or that is no capture at all, is an
/// error.
class CaptureReader {
public:
    /// `path` "-" is standard input. `index` goes into each Stamp.
    static Result<std::unique_ptr<CaptureReader>> open(std::string const& path,
                                                       std::uint32_t index);
    virtual ~CaptureReader() = default;

    /// Fills the block with the next frames, in the order of the file. False at the end, or
    /// where damage makes the rest unreadable. Errors are those of the user's own disk.
    virtual Result<bool> next(FrameBlock& block) = 0;

    /// The comment of the first section (pcapng opt_comment), as far as read; else empty.
    virtual std::string const& comment() const = 0;

    /// Of this capture so far, kinds such as "capture: cut off in the middle of a packet".
    virtual Tally const& tally() const = 0;
};

/// What is known of a capture before its packets are judged.
struct CaptureSummary {
    std::optional<std::int64_t> first_time_ns; // none where it holds no packet
    std::vector<std::string> secrets; // pcapng decryption secrets, each in SSLKEYLOGFILE form
    Tally tally;                      // secrets that were malformed or too many
};

/// One quick pass over the block headers of a regular file, before the packets (design rule 8):
/// keys that stand at the end open what stands before them. For standard input: nothing.
Result<CaptureSummary> scan_capture(std::string const& path);

/// Files given by the user, folders replaced by the captures in them (not recursive into hidden
/// folders; sorted by name; files that are no captures are passed over and returned in
/// `skipped`). `-` stays.
struct CaptureList {
    std::vector<std::string> captures;
    std::vector<std::string> skipped;
};
Result<CaptureList> list_captures(std::vector<std::string> const& arguments);

} // namespace petze
