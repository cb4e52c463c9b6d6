using System;

namespace Ante.Unity.Tests
{
    /// <summary>What the tests of the engine's side run on .NET; the first argument says what.</summary>
    internal static class Program
    {
        private static int Main(string[] arguments)
        {
            switch (arguments[0])
            {
                case "stackhouse": return StackhouseReplay.Run(arguments[1]);
                case "web": return WebMatch.Run(arguments[1], arguments[2], long.Parse(arguments[3]));
                case "native": return NativeMatch.Run(arguments[1], arguments[2], long.Parse(arguments[3]), long.Parse(arguments[4]));
                case "check": return BuildReview.Check(arguments[1..]);
                case "page": return BuildReview.ShowPage(arguments[1], arguments[2]);
                case "add-scheme": return BuildReview.AddScheme(arguments[1], arguments[2], arguments[3]);
                case "device-tests": return DeviceTests.Run();
                default: throw new ArgumentException($"There is no program {arguments[0]}");
            }
        }
    }
}
