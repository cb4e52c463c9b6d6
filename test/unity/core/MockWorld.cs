using System;
using System.Linq;
using System.Threading.Tasks;

namespace Ante.Tests
{
    /// <summary>The mock of the package.</summary>
    internal sealed class MockWorld : IWorld
    {
        private readonly MockServer server = new MockServer(new RealTime());
        private int games;
        private int players;

        public Task<long> GameAsync(Rules? rules = null)
        {
            rules ??= new Rules();
            server.AddGame(new MockGame
            {
                Id = ++games,
                MaxScore = 1000,
                OpenTime = TimeSpan.FromHours(1),
                FeeBps = rules.FeeBps,
                MaxProlongs = rules.MaxProlongs,
                MaxOpen = rules.MaxOpen,
                Stakes = rules.Stakes.ToList(),
            });
            return Task.FromResult<long>(games);
        }

        public Task CloseGameAsync(long gameId)
        {
            server.AddGame(new MockGame { Id = gameId, Enabled = false });
            return Task.CompletedTask;
        }

        public Task<Device> DeviceAsync(long balance = 10_000)
        {
            var player = server.AddPlayer($"player{++players}", balance);
            var options = new AnteOptions { Server = "https://mock.invalid", ClientId = "mock", TokenStore = new MemoryTokenStore() };
            return Task.FromResult(new Device(new FaultyHttp(server), new RealTime(), server.BrowserFor(player), options));
        }

        public Task AdvanceAsync(TimeSpan time)
        {
            server.Advance(time);
            return Task.CompletedTask;
        }
    }

    /// <summary>Against the mock, so that it cannot drift from the real server.</summary>
    public sealed class MockMatchesTests : MatchBehaviour
    {
        internal override IWorld World { get; } = new MockWorld();
    }
}
