@main
struct ClosecallCommand {
    static func main() {}
}
