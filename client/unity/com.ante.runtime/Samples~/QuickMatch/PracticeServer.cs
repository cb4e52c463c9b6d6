using Ante.Unity;

namespace Ante.Samples.QuickMatch
{
    /// <summary>A server in memory, on which an opponent has left some matches: the sample runs without anything else.</summary>
    internal static class PracticeServer
    {
        private const int Matches = 5;

        internal static ITransport Make(Terms terms)
        {
            var server = new MockServer(AnteUnity.Scheduler);
            server.AddGame(new MockGame { Id = terms.GameId, MaxScore = 100 * Needle.Stops });
            var player = server.AddPlayer("you", 100_000, terms.Currency);
            var opponent = server.AddPlayer("robin", 100_000, terms.Currency);
            for (var match = 0; match < Matches; match++) server.Challenge(opponent, terms, 200 + (50 * match));
            return server.TransportFor(player);
        }
    }
}
