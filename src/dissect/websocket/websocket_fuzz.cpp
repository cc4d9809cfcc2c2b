#include "dissect/websocket/websocket_dissector.h"

#include "dissect/mqtt/mqtt_dissector.h"
#include "testing/play.h"

using namespace petze;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    testing::play_fuzz(make_websocket_dissector, {data, size},
                       [](LayerContext& context, Origin const* parent, std::string_view) {
                           return make_mqtt_dissector(context, parent);
                       });
    return 0;
}
