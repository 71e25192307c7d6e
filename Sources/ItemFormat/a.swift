public func foo(_ x: Int) -> Int { x + 1 }
