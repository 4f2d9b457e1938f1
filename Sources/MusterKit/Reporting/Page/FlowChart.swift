/// The picture of how rows flow: from those that were read to what became of them.

/// Bands from a bar of all rows, through one of the contacts that were to be sent, to a place for each status.
/// Lengths are pixels downwards, and hundredths of the width across.
struct FlowChart {
  struct Stream {
    var label: String
    var count: Int
    /// The class of its colours.
    var tone: String
    /// Whether it goes through what was to be sent.
    var isSent: Bool
  }

  struct Band {
    var path: String
    var tone: String
  }

  struct Bar {
    var x: Double
    var y: Double
    var height: Double
    var tone: String
  }

  struct Label {
    /// The middle of its line.
    var y: Double
    var count: Int
    var text: String
    var tone: String
  }

  private(set) var height = 0.0
  private(set) var bands: [Band] = []
  private(set) var bars: [Bar] = []
  private(set) var labels: [Label] = []

  /// How far down all rows reach.
  private static let length = 200.0
  /// What the least of streams is drawn with, to be seen.
  private static let leastHeight = 1.5
  private static let lineHeight = 26.0
  static let middle = 46.0
  private static let barWidth = 1.2

  /// - Parameters:
  ///   - streams: those that go through what was to be sent first; empty ones aren't drawn.
  ///   - hasMiddle: whether what was to be sent has a bar of its own.
  init(_ streams: [Stream], hasMiddle: Bool) {
    let streams = streams.filter { $0.count > 0 }
    let total = streams.reduce(0) { $0 + $1.count }
    guard total > 0 else { return }
    let sent = streams.filter(\.isSent).reduce(0) { $0 + $1.count }
    let scale = Self.length / Double(total)
    let goesThrough = hasMiddle && sent > 0
    bars.append(Bar(x: 0, y: 0, height: Self.length, tone: "read"))
    if goesThrough {
      let height = max(Double(sent) * scale, Self.leastHeight)
      bars.append(Bar(x: Self.middle, y: 0, height: height, tone: "sent"))
      bands.append(
        Band(
          path: Self.path(
            from: (Self.barWidth, 0, height), to: (Self.middle, 0, height)), tone: "sent"))
    }
    var left = 0.0
    var right = 0.0
    for stream in streams {
      let height = max(Double(stream.count) * scale, Self.leastHeight)
      let begin =
        stream.isSent && goesThrough
        ? (Self.middle + Self.barWidth, left, height) : (Self.barWidth, left, height)
      let end = 100 - Self.barWidth
      let place = max(height, Self.lineHeight)
      let y = right + (place - height) / 2
      bands.append(Band(path: Self.path(from: begin, to: (end, y, height)), tone: stream.tone))
      bars.append(Bar(x: end, y: y, height: height, tone: stream.tone))
      labels.append(
        Label(y: right + place / 2, count: stream.count, text: stream.label, tone: stream.tone))
      left += Double(stream.count) * scale
      right += place + 4
    }
    height = max(Self.length, right - 4)
  }

  private typealias End = (x: Double, y: Double, height: Double)

  private static func path(from: End, to: End) -> String {
    let x = (from.x + to.x) / 2
    return
      "M\(from.x.svg) \(from.y.svg)C\(x.svg) \(from.y.svg) \(x.svg) \(to.y.svg) \(to.x.svg) \(to.y.svg)"
      + "v\(to.height.svg)C\(x.svg) \((to.y + to.height).svg) \(x.svg) \((from.y + from.height).svg)"
      + " \(from.x.svg) \((from.y + from.height).svg)z"
  }

  /// What the page's template shows.
  var model: [String: Any] {
    [
      "height": height.svg,
      "bands": bands.map { ["path": $0.path, "tone": $0.tone] },
      "bars": bars.map {
        ["x": $0.x.svg, "y": $0.y.svg, "height": $0.height.svg, "tone": $0.tone]
      },
      "labels": labels.map {
        ["top": $0.y.svg, "count": $0.count.grouped, "text": $0.text, "tone": $0.tone]
      },
    ]
  }
}

extension Double {
  /// For SVG and style sheets: two decimals at most.
  var svg: String {
    let hundredths = (self * 100).rounded()
    guard hundredths.magnitude < 1e12 else { return "0" }
    let whole = Int(hundredths)
    if whole.isMultiple(of: 100) { return "\(whole / 100)" }
    let sign = whole < 0 ? "-" : ""
    let digits = whole.magnitude % 100
    let places =
      digits.isMultiple(of: 10) ? "\(digits / 10)" : digits < 10 ? "0\(digits)" : "\(digits)"
    return "\(sign)\(whole.magnitude / 100).\(places)"
  }
}
