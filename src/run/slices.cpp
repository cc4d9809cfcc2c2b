#include "run/slices.h"

#include "capture/reader.h"
#include "conversation/packet_decoder.h"

#include <map>
#include <unordered_map>

namespace petze {

namespace {

struct KeyHash {
    std::size_t operator()(FlowKey const& key) const { return key.hash(); }
};

/// Places of packets in the order of reading, which is not that of the command line.
class Order {
public:
    explicit Order(std::vector<Input> const& inputs)
    {
        for (std::size_t position = 0; position < inputs.size(); ++position)
            m_positions[inputs[position].index] = position;
    }
    std::pair<std::size_t, std::uint64_t> of(std::uint32_t capture, std::uint64_t frame) const
    {
        auto const found = m_positions.find(capture);
        return {found == m_positions.end() ? 0 : found->second, frame};
    }

private:
    std::map<std::uint32_t, std::size_t> m_positions;
};

class Slicer {
public:
    Slicer(std::vector<Input> const& inputs, std::vector<WantedFlow> const& wanted,
           std::vector<WifiNetwork> const& wifi, SliceWriter& writer)
        : m_inputs(inputs)
        , m_order(inputs)
        , m_writer(writer)
        , m_decoder(m_tally, wifi)
    {
        for (auto const& one : wanted)
            m_wanted.emplace(FlowKey::of(one.flow), &one);
    }

    Result<void> run()
    {
        for (auto const& input : m_inputs) {
            auto reader = CaptureReader::open(input.path, input.index);
            if (!reader)
                continue; // told when it was read the first time
            FrameBlock block;
            for (bool more = true; more;) {
                PETZE_TRY(more, (*reader)->next(block));
                for (auto const& frame : block.frames)
                    take(frame);
            }
            m_readers.push_back(std::move(*reader));
        }
        return {};
    }

private:
    void take(Frame const& frame)
    {
        m_store.clear();
        m_packets.clear();
        m_decoder.decode(frame, m_store, m_packets);
        // Of several in one frame the slice gets the frame, for the first that is wanted.
        for (auto const& packet : m_packets)
            if (keep(frame, packet))
                return;
    }

    bool keep(Frame const& frame, Packet const& packet)
    {
        bool kept = false;
        auto const place = m_order.of(frame.stamp.capture, frame.stamp.frame);
        auto const [begin, end] = m_wanted.equal_range(packet.key);
        for (auto found = begin; found != end; ++found) {
            auto const& flow = *found->second;
            if (m_order.of(flow.first_capture, flow.first_frame) <= place
                && place <= m_order.of(flow.last_capture, flow.last_frame)) {
                m_writer.add(flow.flow.id, frame);
                kept = true;
            }
        }
        return kept;
    }

    std::vector<Input> const& m_inputs;
    Order m_order;
    SliceWriter& m_writer;
    Tally m_tally; // told when they were read the first time
    PacketDecoder m_decoder;
    PacketDecoder::Store m_store;
    std::vector<Packet> m_packets; // of one frame
    std::unordered_multimap<FlowKey, WantedFlow const*, KeyHash> m_wanted;
    std::vector<std::unique_ptr<CaptureReader>> m_readers; // frames point at their apps
};

} // namespace

Result<void> write_slices(std::vector<Input> const& inputs, std::vector<WantedFlow> const& wanted,
                          std::vector<WifiNetwork> const& wifi, SliceWriter& writer)
{
    if (wanted.empty())
        return {};
    return Slicer{inputs, wanted, wifi, writer}.run();
}

} // namespace petze
