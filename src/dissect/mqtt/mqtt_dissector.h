#pragma once

#include "dissect/layer.h"

#include <memory>

namespace petze {

/// Whether a stream begins as MQTT does: the client's CONNECT, whose protocol name is "MQTT" or,
/// in 3.1, "MQIsdp". `maybe` where there is too little of it to tell.
Likeness looks_like_mqtt(Direction direction, Bytes first);

/// MQTT 3.1, 3.1.1 and 5.0. Tells one AppMessage for each packet: PUBLISH is named by its topic
/// and has the length and hash of its payload, SUBSCRIBE and UNSUBSCRIBE by their first filter,
/// all others by their type. Names, topics and properties are told as fields; payloads go to
/// content/ as they come.
std::unique_ptr<StreamDissector> make_mqtt_dissector(LayerContext& context, Origin const* parent);

} // namespace petze
