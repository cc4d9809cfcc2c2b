#pragma once

#include "dissect/field.h"
#include "find/place/coordinate.h"
#include "find/search/function_ref.h"

namespace petze {

/// Every coordinate that a field which is a number may mean: decimal degrees; of an integer its
/// millionths and ten-millionths, also where a negative one was written with its sign at the end
/// (zigzag) or as its complement. Numbers out of Protocol Buffers were written as four or eight
/// bytes, which may have been others than those they were told as: in the other byte order, or an
/// integer instead of a fraction.
void read_coordinates(Coordinate const& number, Field const& field,
                      FunctionRef<void(Coordinate const&)> sink);

} // namespace petze
