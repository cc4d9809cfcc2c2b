#pragma once

#include "base/bytes.h"
#include "capture/apps.h"
#include "capture/byte_source.h"
#include "capture/reader.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// What all capture formats share: bytes are read in large blocks, cut into records by the
/// format, and an incomplete record at the end of a block is carried into the next.
class BlockReader : public CaptureReader {
public:
    Result<bool> next(FrameBlock& block) final;
    Tally const& tally() const final { return m_tally; }
    std::string const& comment() const final { return m_comment; }

protected:
    BlockReader(std::unique_ptr<ByteSource> source, std::uint32_t index)
        : m_index(index)
        , m_source(std::move(source))
    {
    }

    /// Cuts whole records off the front of `bytes`, appends their frames, and returns how many
    /// bytes that used. Called again with the same bytes and more where it used none.
    virtual std::size_t cut(Bytes bytes, std::vector<Frame>& frames) = 0;

    void count(std::string_view what) { m_tally.count(what); }
    /// Nothing behind the frames cut so far can be read.
    void give_up(std::string_view why);
    bool gave_up() const { return m_gave_up; }

    Stamp stamp(std::int64_t time_ns) { return {m_index, ++m_frames, time_ns}; }
    App const* app(std::int32_t uid);
    void name_app(std::int32_t uid, std::string_view package, std::string_view shown);
    /// Only the first that is not empty is kept.
    void comment(std::string_view text);

private:
    void end(Bytes left_over);

    std::uint32_t m_index;
    std::unique_ptr<ByteSource> m_source; // null when it has been read to its end
    std::vector<std::uint8_t> m_carried;
    std::uint64_t m_frames = 0;
    bool m_gave_up = false;
    Tally m_tally;
    Apps m_apps;
    std::string m_comment;
};

/// Whether scan_capture() has collected the secrets before the packets are read. Of standard input
/// it cannot: those that are met on the way come too late, and that is told.
enum class SecretsScan { done, impossible };

/// The reader for a source, whose first bytes tell the format; `name` is for the error where it is
/// no capture at all.
Result<std::unique_ptr<CaptureReader>> open_capture(std::unique_ptr<ByteSource> source,
                                                    std::string const& name, std::uint32_t index,
                                                    SecretsScan scan = SecretsScan::done);

/// What scan_capture() does, of any source.
Result<CaptureSummary> scan_source(std::unique_ptr<ByteSource> source);

/// Of a capture's first bytes, uncompressed.
enum class Format { none, pcap, pcapng };
Format format_of(Bytes first);

/// So many bytes tell the format, and are a whole pcap file header.
inline constexpr std::size_t first_bytes = 24;

std::unique_ptr<CaptureReader> make_pcap_reader(std::unique_ptr<ByteSource> rest,
                                                std::uint32_t index, Bytes file_header);
std::unique_ptr<CaptureReader> make_pcapng_reader(std::unique_ptr<ByteSource> source,
                                                  std::uint32_t index, SecretsScan scan);

} // namespace petze
